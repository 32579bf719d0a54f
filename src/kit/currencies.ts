/** The currency codes and symbols that `parseAmount` ignores unless it is told otherwise. */
export const CURRENCIES: readonly string[] = Object.freeze(
  (
    "AED ARS AUD BGN BRL CAD CHF CLP CNY COP CZK DKK EGP EUR GBP HKD HUF IDR ILS INR ISK JPY KES " +
    "KRW KWD MXN MYR NGN NOK NZD PEN PHP PKR PLN QAR RMB RON RSD RUB SAR SEK SGD THB TRY TWD UAH " +
    "USD UYU VND ZAR " +
    "$ US$ A$ AU$ C$ CA$ NZ$ HK$ S$ R$ € £ ¥ ₹ ₩ ₽ ₺ ₴ ₪ ₫ ₱ ₦ ฿ Rs. Rs kr. kr zł Kč"
  ).split(" "),
);
