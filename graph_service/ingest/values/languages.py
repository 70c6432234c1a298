"""Names of languages in registers: "German", "Deutsch", "allemand", "ger" and "de-AT" are all de."""

from collections.abc import Mapping
from typing import Final

from graph_service.ingest.values.choice_words import word_key
from graph_service.language.codes import LANGUAGES

# By code of ISO 639-1: the codes of ISO 639-2, and the names in the language itself, in English, German and French.
NAMES: Final[Mapping[str, str]] = {
    "ar": "ara,arabic,arabisch,arabe,العربية",
    "bg": "bul,bulgarian,bulgarisch,bulgare,български",
    "ca": "cat,catalan,katalanisch,català",
    "cs": "ces,cze,czech,tschechisch,tchèque,čeština,česky",
    "cy": "cym,wel,welsh,walisisch,gallois,cymraeg",
    "da": "dan,danish,dänisch,danois,dansk",
    "de": "deu,ger,german,deutsch,allemand,tedesco,alemán",
    "el": "ell,gre,greek,griechisch,grec,ελληνικά",
    "en": "eng,english,englisch,anglais,inglese,inglés",
    "es": "spa,spanish,spanisch,espagnol,español,castellano",
    "et": "est,estonian,estnisch,estonien,eesti",
    "eu": "eus,baq,basque,baskisch,euskara",
    "fa": "fas,per,persian,farsi,persisch,persan,فارسی",
    "fi": "fin,finnish,finnisch,finnois,suomi",
    "fr": "fra,fre,french,französisch,franzoesisch,français,francés,francese",
    "ga": "gle,irish,irisch,irlandais,gaeilge",
    "he": "heb,hebrew,hebräisch,hébreu,עברית",
    "hi": "hin,hindi,हिन्दी",
    "hr": "hrv,croatian,kroatisch,croate,hrvatski",
    "hu": "hun,hungarian,ungarisch,hongrois,magyar",
    "hy": "hye,arm,armenian,armenisch,arménien",
    "id": "ind,indonesian,indonesisch,indonésien,bahasa indonesia",
    "is": "isl,ice,icelandic,isländisch,islandais,íslenska",
    "it": "ita,italian,italienisch,italien,italiano",
    "ja": "jpn,japanese,japanisch,japonais,日本語",
    "ko": "kor,korean,koreanisch,coréen,한국어",
    "lt": "lit,lithuanian,litauisch,lituanien,lietuvių",
    "lv": "lav,latvian,lettisch,letton,latviešu",
    "nb": "nob,bokmål,norwegian bokmål",
    "ne": "nep,nepali,nepalesisch,népalais",
    "nl": "nld,dut,dutch,niederländisch,néerlandais,nederlands,flemish,flämisch,vlaams",
    "nn": "nno,nynorsk,norwegian nynorsk",
    "no": "nor,norwegian,norwegisch,norvégien,norsk",
    "pl": "pol,polish,polnisch,polonais,polski",
    "pt": "por,portuguese,portugiesisch,portugais,português,brazilian portuguese",
    "ro": "ron,rum,romanian,rumänisch,roumain,română",
    "ru": "rus,russian,russisch,russe,русский",
    "sk": "slk,slo,slovak,slowakisch,slovaque,slovenčina",
    "sl": "slv,slovenian,slovene,slowenisch,slovène,slovenščina",
    "sr": "srp,serbian,serbisch,serbe,српски",
    "sv": "swe,swedish,schwedisch,suédois,svenska",
    "ta": "tam,tamil",
    "tr": "tur,turkish,türkisch,turc,türkçe",
    "uk": "ukr,ukrainian,ukrainisch,ukrainien,українська",
    "vi": "vie,vietnamese,vietnamesisch,vietnamien,tiếng việt",
    "yi": "yid,yiddish,jiddisch",
    "zh": "zho,chi,chinese,chinesisch,chinois,mandarin,中文",
}
CODES: Final[Mapping[str, str]] = {word_key(name): code for code, names in NAMES.items() for name in names.split(",")}


def read_language(text: str) -> str | None:
    """The code of ISO 639-1 of a language: of its name, of its code, or of a code with a region such as de-AT. None for other words."""
    tag = text.strip().replace("_", "-").partition("(")[0].strip()
    code, _, region = tag.lower().partition("-")
    if code in LANGUAGES and (not region or region.replace("-", "").isalnum()):
        return code
    return CODES.get(word_key(tag))
