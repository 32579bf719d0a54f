export interface WebAnswer {
  readonly status: number;
  readonly type: string;
  readonly body: string;
}

/** Somebody who stays connected and is told of what changes. */
export interface WebListener {
  /** Where it says that it is. */
  readonly asked: URL;
  readonly tell: (event: string, data: string) => void;
}

export interface WebPages {
  readonly host: string;
  /** 0: any that is free. */
  readonly port: number;
  readonly answer: (asked: URL) => Promise<WebAnswer>;
  /** For the path `/events`; what it gives back is called when the listener has gone. */
  readonly listen: (listener: WebListener) => () => void;
}

export interface WebServer {
  readonly url: string;
  readonly port: number;
  close(): Promise<void>;
}

export type Serve = (pages: WebPages) => Promise<WebServer>;
