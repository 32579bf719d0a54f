/* Builds the page's elements. Texts only ever become text nodes, so nothing in them is markup. */

export type Inside = Node | string | null;
type Attributes = Readonly<Record<string, string | number | boolean | null>>;

export const element = <Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...inside: readonly Inside[]
): HTMLElementTagNameMap[Tag] => {
  const made = document.createElement(tag);
  setAttributes(made, attributes);
  fill(made, inside);
  return made;
};

export const drawing = <Tag extends keyof SVGElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...inside: readonly Inside[]
): SVGElementTagNameMap[Tag] => {
  const made = document.createElementNS("http://www.w3.org/2000/svg", tag);
  setAttributes(made, attributes);
  fill(made, inside);
  return made;
};

const setAttributes = (made: Element, attributes: Attributes): void => {
  for (const [name, value] of Object.entries(attributes))
    if (value !== null && value !== false)
      made.setAttribute(name, value === true ? "" : String(value));
};

const fill = (made: Element, inside: readonly Inside[]): void => {
  for (const one of inside) if (one !== null) made.append(one);
};

/** A part of the page under a heading of its own. */
export const section = (id: string, title: string, ...inside: readonly Inside[]): HTMLElement =>
  element(
    "section",
    { id, "aria-labelledby": `${id}-title` },
    element("h2", { id: `${id}-title` }, title),
    ...inside,
  );

/** A table below a row of titles; an empty one stands above the titles of rows. */
export const table = (
  titles: readonly string[],
  rows: readonly HTMLElement[],
  attributes: Attributes = {},
): HTMLElement =>
  element(
    "table",
    attributes,
    element(
      "thead",
      {},
      element(
        "tr",
        {},
        ...titles.map((title) =>
          title === "" ? element("td", {}) : element("th", { scope: "col" }, title),
        ),
      ),
    ),
    element("tbody", {}, ...rows),
  );

/** What may be wider than the page, in a frame of its own that the keyboard can scroll. */
export const scrolling = (label: string, ...inside: readonly Inside[]): HTMLElement =>
  element("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": label }, ...inside);

/** A command to type, which a click or a key copies. */
export const commandLine = (command: string): HTMLElement => {
  const text = element("code", {}, command);
  const button = element("button", { type: "button", class: "copy" }, "Copy");
  button.setAttribute("aria-label", `Copy the command: ${command}`);
  button.addEventListener("click", () => {
    navigator.clipboard?.writeText(command).then(
      () => {
        button.textContent = "Copied";
      },
      () => selectAll(text),
    );
    if (!navigator.clipboard) selectAll(text);
  });
  return element("span", { class: "command" }, text, button);
};

const selectAll = (text: Element): void => {
  getSelection()?.selectAllChildren(text);
};

export const facts = (rows: readonly (readonly [string, Inside])[]): HTMLElement =>
  element(
    "dl",
    { class: "facts" },
    ...rows.map(([name, value]) =>
      element("div", {}, element("dt", {}, name), element("dd", {}, value)),
    ),
  );
