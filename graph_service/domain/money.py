"""Money: amounts in minor units, and the currencies of ISO 4217 with the number of decimals of their minor unit."""

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from graph_service.domain.parsing import optional, parse_short_text, quote
from graph_service.errors import InvalidInput

# ISO 4217, list one (current) and the recent entries of list three (historic).
TWO_DECIMALS = """
AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE CHF CHW CNY COP COU CRC CUP CVE CZK
DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GTQ GYD HKD HNL HTG HUF IDR ILS INR IRR JMD KES KGS KHR KPW KYD KZT LAK LBP LKR
LRD LSL MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD PAB PEN PGK PHP PKR PLN QAR RON RSD RUB SAR
SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TOP TRY TTD TWD TZS UAH USD USN UYU UZS VED VES WST XAD XCD XCG YER
ZAR ZMW ZWG
"""
OTHER_DECIMALS = {
    0: "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF",
    3: "BHD IQD JOD KWD LYD OMR TND",
    4: "CLF UYW",
}
# No longer legal tender; costs avoided in them stay recorded.
WITHDRAWN_SINCE_2010 = "ANG BGN CUC EEK HRK LTL LVL MRO SLL STD VEF ZMK ZWL"

DECIMALS: dict[str, int] = dict.fromkeys(f"{TWO_DECIMALS} {WITHDRAWN_SINCE_2010}".split(), 2) | {
    code: decimals for decimals, codes in OTHER_DECIMALS.items() for code in codes.split()
}

MAX_AMOUNT = 10**11  # in major units; nine thousand such amounts add up in 64 bits even in a currency with four decimals
AMOUNT = re.compile(r"-?\d{1,16}(\.\d{1,8})?", re.ASCII)  # at most the 28 digits with which Decimal is exact


@dataclass(frozen=True, slots=True)
class Money:
    """An amount in minor units of an ISO 4217 currency: 12.50 EUR is Money(1250, "EUR")."""

    minor: int
    currency: str


def parse_money(amount: Any, currency: Any, *, amount_field: str = "costAvoided", currency_field: str = "currency") -> Money | None:
    """Money from an amount in major units and a currency, or None if both are absent. It is not negative and has no more decimals than the currency."""
    code = optional(parse_short_text)(currency, currency_field)
    if amount is None or amount == "":
        if code is not None:
            raise InvalidInput(
                f"{amount_field} is missing, but {currency_field} is {quote(code)}. Set both or neither.", field=amount_field
            )
        return None
    if code is None:
        raise InvalidInput(
            f"{currency_field} is missing, but {amount_field} is {quote(amount)}. Set both or neither.", field=currency_field
        )
    if code not in DECIMALS:
        raise InvalidInput(
            f"{currency_field} is {quote(code)}, which is not an ISO 4217 currency code. Write it like EUR, USD or JPY.",
            field=currency_field,
        )
    return Money(_minor_units(amount, code, amount_field), code)


def _minor_units(amount: Any, code: str, field: str) -> int:
    text = f"{amount:f}" if isinstance(amount, Decimal) else str(amount).strip()
    if not AMOUNT.fullmatch(text):
        raise InvalidInput(f"{field} is {quote(amount)}, but must be an amount like 1250.50.", field=field)
    minor = Decimal(text).scaleb(DECIMALS[code])
    if minor < 0:
        raise InvalidInput(f"{field} is {quote(amount)}, but must not be negative. Record a loss with the outcome BACKFIRED.", field=field)
    if Decimal(text) > MAX_AMOUNT:
        raise InvalidInput(f"{field} is {quote(amount)}, which is above the maximum of {MAX_AMOUNT:,}.", field=field)
    if minor != int(minor):
        raise InvalidInput(f"{field} is {quote(amount)}, but {code} has {DECIMALS[code]} decimals.", field=field)
    return int(minor)
