"""Words for choices: yes and no, the states of lessons and projects, phases, and words that mean that there is no value."""

import re
from collections.abc import Mapping
from difflib import get_close_matches

from graph_service.model.enums import Decision, LessonStatus, Outcome, Phase, ProjectStatus

NO_VALUE_WORDS = "-,–,—,.,?,n/a,na,n.a.,n/d,nd,tbc,tbd,tba,none,nil,null,unknown,vacant,#n/a,not applicable,to be confirmed,k.a.,k. a.,keine,keine angabe,entfällt,unbekannt,n.n.,inconnu,néant,sans objet"
NO_VALUE = frozenset(NO_VALUE_WORDS.split(","))
BOOLEANS: Mapping[str, str] = {
    word: value
    for value, words in {
        "true": "yes y true 1 x ja j oui o si sí active enabled current",
        "false": "no n false 0 nein non inactive disabled former left terminated",
    }.items()
    for word in words.split()
}


def _words(choices: Mapping[str, str]) -> dict[str, str]:
    """Maps each word to its choice. Words with several parts are separated by commas."""
    return {word_key(word) or word: str(value) for value, words in choices.items() for word in (value, *words.split(","))}


def word_key(text: str) -> str:
    """A word without case, blanks and punctuation."""
    return re.sub(r"[\W_]+", "", text.casefold())


LESSON_STATUSES = _words(
    {
        LessonStatus.DRAFT: "open,new,proposed,pending,in progress,to do,todo,backlog,entwurf,offen,neu,in bearbeitung,erfasst,brouillon,nouveau,ouvert,en cours",
        LessonStatus.SUBMITTED: "in review,under review,for review,draft for review,awaiting review,awaiting approval,for approval,lesson identified,li,in prüfung,zur prüfung,zur freigabe,eingereicht,à valider,en validation",
        LessonStatus.RETURNED: "returned,sent back,clarification needed,more information needed,queried,zurückgegeben,rückfrage",
        LessonStatus.PUBLISHED: "approved,accepted,validated,closed,done,complete,completed,resolved,implemented,final,active,live,verified,lesson learned,ll,shared,shared with pmo,communicated,disseminated,distributed,actioned,incorporated,embedded,adopted,geteilt,kommuniziert,verteilt,diffusé,partagé,veröffentlicht,freigegeben,genehmigt,abgeschlossen,umgesetzt,erledigt,gültig,publié,validé,approuvé,clos",
        LessonStatus.RETIRED: "archived,obsolete,superseded,withdrawn,expired,inactive,archiviert,veraltet,überholt,zurückgezogen,ungültig,archivé",
    }
)
PROJECT_STATUSES = _words(
    {
        ProjectStatus.PLANNED: "not started,proposed,pipeline,planning,in planning,upcoming,approved,future,geplant,in planung,planung,vorbereitung,in vorbereitung,beantragt,genehmigt,nicht begonnen,prévu,planifié,à venir",
        ProjectStatus.RUNNING: "in progress,active,ongoing,on going,open,execution,in execution,started,live,in delivery,delivery,current,on track,laufend,läuft,aktiv,in arbeit,in bearbeitung,in durchführung,durchführung,in umsetzung,umsetzung,gestartet,offen,en cours",
        ProjectStatus.CLOSED: "complete,completed,finished,done,delivered,closed out,ended,handed over,abgeschlossen,beendet,fertig,fertiggestellt,erledigt,geschlossen,terminé,clos,clôturé,achevé",
        ProjectStatus.CANCELLED: "canceled,terminated,stopped,aborted,abandoned,withdrawn,abgebrochen,abgesagt,gestoppt,eingestellt,storniert,annulé,abandonné,arrêté",
    }
)
PHASES = _words(
    {
        Phase.BEFORE: "initiation,initiating,planning,pre project,start up,startup,starting up,concept,definition,feasibility,bid,tender,before the project,vor dem projekt,initiierung,vorbereitung,planung,konzept,konzeption,ausschreibung,vergabe",
        Phase.DURING: "execution,executing,delivery,implementation,construction,build,development,monitoring,controlling,monitoring and controlling,during the project,während des projekts,durchführung,umsetzung,ausführung,realisierung,bau,entwicklung,steuerung",
        Phase.AFTER: "closure,closing,close out,closeout,handover,hand over,post project,operation,operations,warranty,after the project,nach dem projekt,abschluss,projektabschluss,übergabe,betrieb,gewährleistung",
    }
)
OUTCOMES = _words(
    {
        Outcome.HELPED: "worked,useful,success,successful,positive,saved time,saved money",
        Outcome.NO_EFFECT: "no effect,no difference,neutral,no impact,not useful",
        Outcome.BACKFIRED: "made it worse,made things worse,harmful,negative,failed",
    }
)
DECISIONS = _words(
    {
        Decision.APPLY: "applied,accept,accepted,adopt,adopted,yes",
        Decision.NOT_APPLICABLE: "n/a,na,does not apply,reject,rejected,no",
        Decision.LATER: "deferred,postponed,defer,pending,review later",
    }
)
CHOICES: Mapping[str, Mapping[str, str]] = {
    "LESSON_STATUS": LESSON_STATUSES,
    "PROJECT_STATUS": PROJECT_STATUSES,
    "PHASE": PHASES,
    "OUTCOME": OUTCOMES,
    "DECISION": DECISIONS,
}
WENT_WELL, WENT_WRONG, BOTH = "wentWell", "wentWrong", "both"
DIRECTIONS = _words(
    {
        WENT_WELL: "positive,good,success,went well,what went well,strength,keep,best practice,lessons learned positive,good practice,pos,+,win,positiv,gut,erfolg,gut gelaufen,stärke,beibehalten,positif",
        WENT_WRONG: "negative,bad,issue,problem,failure,went wrong,what went wrong,weakness,improvement,to improve,needs improvement,to be improved,could be improved,could be better,do differently,did not go well,lessons learned negative,risk,neg,stop,negativ,schlecht,fehler,schwäche,verbesserung,nicht gut gelaufen,négatif",
        BOTH: "both,positive and negative,mixed,neutral,beides",
    }
)


def is_no_value(text: str) -> bool:
    """Whether a text says that there is no value, such as N/A or TBC, or is nothing but punctuation."""
    word = text.strip().casefold()
    return word in NO_VALUE or (bool(word) and not any(map(str.isalnum, word)))


def read_direction(text: str) -> str | None:
    """Whether a lesson is about what went well, what went wrong or both; a spelling mistake does not matter. None for other words."""
    key = word_key(text)
    if key in DIRECTIONS:
        return DIRECTIONS[key]
    close = get_close_matches(key, DIRECTIONS, 1, 0.85)
    return DIRECTIONS[close[0]] if close else None
