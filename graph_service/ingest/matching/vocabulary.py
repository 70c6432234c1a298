"""The words that registers, HR lists and project tools use for the columns of the import tables: PMI, PRINCE2, APM, NATO, Jira and HR exports."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum, auto

from graph_service.ingest.matching.other_languages import OTHER_WORDS


class Content(StrEnum):
    """What the cells of a column must look like for it to be matched with certainty."""

    ANY = auto()
    DAY = auto()
    EMAIL = auto()
    LONG_TEXT = auto()
    NUMBER = auto()
    NAME = auto()


@dataclass(frozen=True, slots=True)
class Target:
    """A property, relationship or part of one that a column can be matched to.

    words: its names in other tables, without case, blanks and punctuation. weight: how much it says about the kind of table.
    several: several columns may be matched to it; their cells are entries of a list, or levels of a path. personal: kept out unless chosen.
    """

    name: str
    words: tuple[str, ...]
    content: Content = Content.ANY
    weight: float = 1.0
    several: bool = False
    personal: bool = False


def header_key(text: str) -> str:
    """A header without case, blanks and punctuation, with words joined: "Date Raised*" is "dateraised"."""
    return re.sub(r"[\W_]+", "", text.casefold())


def _target(
    name: str, words: str, content: Content = Content.ANY, weight: float = 1.0, *, several: bool = False, personal: bool = False
) -> Target:
    keys = [header_key(name), *(header_key(word) or word for word in words.split(","))]  # "#" is only punctuation
    return Target(name, tuple(dict.fromkeys(filter(None, keys))), content, weight, several, personal)


# The columns that result files add (ingest/result_files). The first one identifies the row when the file is imported again.
RESULT_COLUMNS = ("Graph: id", "Graph: status", "Graph: what is wrong")
REUSE_COLUMNS = ("Graph: reused by", "Graph: outcomes", "Graph: hours saved")
RESULT_KEYS = frozenset(map(header_key, (*RESULT_COLUMNS, *REUSE_COLUMNS)))
RESULT_ID = header_key(RESULT_COLUMNS[0])

ID_WORDS = "id,sl no,sr no,serial no,serial number,ref,reference,ref no,reference no,reference number,number,no,nr,#,key,code,identifier,unique id,record id"
LEVEL_WORDS = (
    "business unit,business area,bu,directorate,division,department,dept,section,team,unit,sub team,subteam,group,branch,workstream"
)

LESSONS = (
    _target(
        "id",
        f"{ID_WORDS},lesson id,lesson number,lesson no,lesson ref,ll id,ll no,ll ref,issue key,observation number,observation id,log no,log id,item,item no,item id,entry no,incident id,incident no,incident number,issue id,event id,case id,case number,ticket,ticket id,s no",
        weight=0.3,
    ),
    _target(
        "title",
        "lesson title,lesson,lesson name,incident title,event title,issue title,issue name,summary,subject,headline,heading,short description,name,lesson learned,lessons learned,lessons learnt,lesson learnt,lesson identified,lessons identified,topic of lesson,lesson detail",
        weight=0.8,
    ),
    _target(
        "event",
        "what happened,what actually happened,what occurred,describe what happened,event description,description,description of lesson,lesson description,incident summary,summary of incident,summary of event,incident description,observation,situation,details,detail,narrative,finding,findings,experience,what went well what didnt,what went well and what didnt",
        Content.LONG_TEXT,
        1.2,
    ),
    _target(
        "context",
        "background,context of lesson,circumstances,introduction,abstract,driving event,discussion,trigger,causes trigger,early warning signs,assumptions,what was supposed to happen,what was expected to happen,what did we expect",
        Content.LONG_TEXT,
        1.2,
    ),
    _target(
        "wentWell",
        "what went well,went well,success,successes,positives,positive,strengths,what worked,what worked well,worked well,what did we do well,what has gone well,keep,liked,good practice",
        Content.LONG_TEXT,
        2,
    ),
    _target(
        "wentWrong",
        "what went wrong,went wrong,problem,problem statement,issue,issues,negatives,negative,root cause,cause,causes,what did not work,what didnt work,what did not work well,what didnt work well,what was the impact,did not go well,what didnt go well,challenge,challenges,effect,impact,consequence,difficulty,what could be improved,what could we improve,what should we have done better,what could we have done better,what could have gone better,what was difficult,why was there a difference,why did it happen,contributing factor,contributing factors,lacked",
        Content.LONG_TEXT,
        1.5,
    ),
    _target(
        "recommendation",
        "recommendations,what we learned,what we learnt,what was learned,what did we learn,what can we learn,what can we learn from this,what would we do next time,what will we do next time,what would we do differently next time,action required,actions required,how does this change future projects,opportunities,opportunities for improvement,what to do differently,what would you do differently,what would we do differently,what will we do differently,what should we do differently,recommended action,recommended actions,lesson recommendation,recommendation for future projects,suggestion,suggestions,action,actions,action to be taken,corrective action,corrective actions,remedial action,what should others do,improvement,proposed action,future action,solution,resolution,conclusion,advice,takeaway,recommendations comments,recommendations and comments,lesson learned,lessons learned,lesson learnt,lessons learnt,lessons identified",
        Content.LONG_TEXT,
        1.8,
        several=True,
    ),
    _target(
        "direction",
        "positive negative,positive or negative,win or issue,win issue,success or failure,success failure,problem success,success problem,problem or success,success or problem,good bad,type of lesson,lesson type,type,good or bad,classification,went well or wrong",
        weight=0.6,
    ),
    _target(
        "phase",
        "project phase,phase of project,stage,project stage,lifecycle phase,life cycle phase,lifecycle stage,process group,gate",
        weight=0.8,
    ),
    _target("language", "lang,lesson language,language of lesson,written in", weight=0.2),
    _target("status", "lesson status,state,current status,approval status,lesson state", weight=0.3),
    _target(
        "learnedOn",
        "date,date raised,raised on,date logged,logged on,date identified,identified on,date of event,event date,date recorded,date reported,date learned,date learnt,created,created on,creation date,date created,date submitted,submission date,date entered,entry date,lesson date,observed on,start time,reported on,opened,datum",
        Content.DAY,
        0.8,
    ),
    _target(
        "publishedOn", "published,published on,publication date,date published,date approved,approved on,approval date", Content.DAY, 0.5
    ),
    _target("retiredOn", "retired,retired on,date retired,archived on,date archived", Content.DAY, 0.5),
    _target("sourceUrl", "url,link,hyperlink,source,source link,document link,web address,attachment link", weight=0.4),
    _target(
        "project",
        "project name,project title,project id,project code,project no,project number,programme project,program project,programme,program,initiative,contract,project key,project ref,exercise,operation,exercise operation",
        weight=0.8,
    ),
    _target(
        "learnedBy",
        "raised by,logged by,identified by,reported by,submitted by,submitter,author,authors,owner,lesson owner,originator,contributor,contributors,recorded by,learned by,learnt by,learner,learners,reporter,assignee,name of person,contact,point of contact,poc,entered by,created by,creator,attendees,participants,opened by,team member,person",
        Content.NAME,
        0.9,
        several=True,
    ),
    _target(
        "learnedIn",
        f"{LEVEL_WORDS},responsible department,owning department,organisation,organization,organisational unit,function,office,center,centre,owning unit",
        weight=0.3,
        several=True,
    ),
    _target(
        "topics",
        "topic,category,categories,discipline,theme,themes,area,knowledge area,subject area,sector,keywords,keyword,tags,tag,labels,label,component,components,impact area,process area,sub category,subcategory,lesson category",
        weight=0.6,
        several=True,
    ),
    _target("buildsOn", "builds on,based on,related lesson,related lessons", weight=0.5),
    _target("supersedes", "replaces,supersedes lesson", weight=0.5),
    _target("recurrenceOf", "recurrence of,repeat of,same as,happened before as", weight=0.5),
)
PEOPLE = (
    _target(
        "id",
        f"{ID_WORDS},employee id,emp id,empid,employee number,employee no,personnel number,personnel no,staff id,staff number,staff no,user id,person id,pers no,payroll number,login,username,user name,sam account name,user principal name,upn,object id",
        weight=0.6,
    ),
    _target(
        "name",
        "full name,employee name,display name,employee,staff name,person,person name,name of employee,staff member,nom",
        Content.NAME,
        0.8,
    ),
    _target("firstName", "first name,given name,forename,vorname,prénom,preferred name", Content.NAME, 2),
    _target("lastName", "last name,surname,family name,nachname,nom de famille", Content.NAME, 2),
    _target("email", "e mail,mail,email address,e mail address,work email,business email,primary email,smtp", Content.EMAIL, 1.5),
    _target("title", "job title,position,role,position title,job,function title,designation,occupation,post title", weight=1.2),
    _target("active", "is active,active flag,enabled,employed,account enabled,currently employed", weight=0.8),
    _target("discoverable", "", weight=0.5),
    _target(
        "department",
        f"{LEVEL_WORDS},parent department,organisation,organization,organisational unit,org unit,cost centre,cost center,home department,office",
        weight=0.6,
        several=True,
    ),
    _target(
        "from",
        "date of hire,hire date,hired on,start date,date started,joined,joined on,joining date,date joined,entry date,employment start,member since,member from,entry,valid from,effective date,effective from,begin,since",
        Content.DAY,
        1.2,
    ),
    _target(
        "to",
        "date of termination,termination date,end date,leaving date,date left,left on,leaver date,exit date,employment end,valid to,effective to,until,last day,leaving",
        Content.DAY,
        1.2,
    ),
    _target("birthday", "dob,date of birth,birth date,birthdate", Content.DAY, 1.5, personal=True),
    _target(
        "personal",
        "sex,gender,marital status,marital desc,race,race desc,ethnicity,religion,salary,pay rate,pay,home address,zip,zip code,postcode,phone,phone number,telephone,telephone number,mobile,mobile number,national insurance number,ssn,social security number,nationality,citizen desc,disability,sickness,absences",
        weight=0.8,
        several=True,
        personal=True,
    ),
    _target("manager", "manager name,line manager,reports to,reporting to,supervisor,superior,boss,managed by", weight=0.8),
)
PROJECTS = (
    _target(
        "id",
        f"{ID_WORDS},project id,project code,project no,project number,project ref,project key,wbs,job number,contract number",
        weight=0.5,
    ),
    _target("name", "project name,project title,project,title,initiative,initiative name,programme project", weight=0.9),
    _target("summary", "description,project description,scope,objective,objectives,goal,summary of project,business case", weight=0.6),
    _target("status", "project status,state,current status,project state,stage,rag", weight=0.5),
    _target(
        "startedOn",
        "start,start date,started,started on,actual start,planned start,project start,begin,date started,kick off,kickoff,commenced",
        Content.DAY,
        1.2,
    ),
    _target(
        "endedOn",
        "end,end date,ended,ended on,finish,finish date,actual finish,completed on,completion date,actual end,closed on,close date,planned finish,due date,date completed",
        Content.DAY,
        1.2,
    ),
    _target(
        "owner",
        "department,dept,owning department,sponsoring department,business owner,business unit,division,portfolio,programme,program,delivery unit,lead department,directorate",
        weight=0.6,
    ),
    _target("topics", "topic,category,categories,type,project type,theme,themes,tags,keywords,discipline", weight=0.4, several=True),
    _target("manager", "project manager,pm,project lead,project leader,lead,project owner,manager", Content.NAME, 1.5),
    _target("sponsor", "project sponsor,executive sponsor,sro,senior responsible owner,executive", Content.NAME, 1.2),
)
DEPARTMENTS = (
    _target(
        "id",
        f"{ID_WORDS},department id,department code,department no,dept id,dept code,dept no,unit id,unit code,org unit id,org unit code,org code,organisational unit code,cost centre,cost center",
        weight=0.8,
    ),
    _target(
        "name",
        "department,department name,dept,dept name,unit,unit name,org unit,org unit name,organisational unit,organizational unit,organisation name,organization name,division,team",
        weight=0.8,
    ),
    _target("description", "purpose,remit,mission", weight=0.3),
    _target("openedOn", "opened,opened on,created on,established,valid from", Content.DAY, 0.6),
    _target("closedOn", "closed,closed on,dissolved,abolished,valid to", Content.DAY, 0.6),
    _target(
        "partOf",
        "parent,parent department,parent id,part of,belongs to,parent unit,parent org unit,parent organisational unit,parent organizational unit,parent organisation,parent organization,parent code,reports into,superior unit,parent dept",
        weight=2,
    ),
)
TOPICS = (
    _target("id", f"{ID_WORDS},topic id,category id", weight=0.5),
    _target("name", "topic,topic name,category,category name,keyword,term,theme", weight=0.8),
    _target("description", "definition,scope note", weight=0.5),
    _target("broader", "broader topic,parent topic,parent,broader term,parent category", weight=1.5),
)
REUSES = (
    _target("id", f"{ID_WORDS},reuse id", weight=0.3),
    _target("lesson", "lesson id,lesson reused,lesson applied,reused lesson,lesson ref,lesson title,lesson learned", weight=1.5),
    _target("reusedOn", "date reused,reused on,date applied,applied on,date of reuse,reuse date,date", Content.DAY, 1.5),
    _target("person", "reused by,applied by,used by,reuser", Content.NAME, 1.5),
    _target("department", "reused in,applied in,department reused", weight=0.8),
    _target("project", "project name,applied on project,reused on,project reused", weight=0.5),
    _target("outcome", "result,effect,outcome of reuse,did it help", weight=1),
    _target("note", "comment,comments,notes,remark,remarks", weight=0.3),
    _target("hoursSaved", "hours saved,time saved,saved hours,effort saved,hours", Content.NUMBER, 1.8),
    _target("costAvoided", "cost avoided,cost saving,cost savings,money saved,savings,saving,benefit", Content.NUMBER, 1.8),
    _target("currency", "", weight=0.8),
    _target("confirmedBy", "confirmed by,verified by,approved by", Content.NAME, 0.8),
    _target("confirmedAt", "confirmed at,confirmed on,verified on", Content.DAY, 0.8),
)


def _with_other_languages(kind: str, targets: tuple[Target, ...]) -> tuple[Target, ...]:
    words = OTHER_WORDS[kind]

    def extended(target: Target) -> Target:
        keys = [header_key(word) for word in words.get(target.name, "").split(",")]
        return replace(target, words=tuple(dict.fromkeys([*target.words, *(key for key in keys if key)])))

    return tuple(map(extended, targets))


TARGETS_BY_KIND: Mapping[str, tuple[Target, ...]] = {
    kind: _with_other_languages(kind, targets)
    for kind, targets in {
        "lessons": LESSONS,
        "people": PEOPLE,
        "projects": PROJECTS,
        "departments": DEPARTMENTS,
        "topics": TOPICS,
        "reuses": REUSES,
    }.items()
}
# A table is of a kind only if it has one of each of these sets.
REQUIRED: Mapping[str, tuple[frozenset[str], ...]] = {
    "lessons": (frozenset({"title", "event", "recommendation", "wentWell", "wentWrong"}),),
    "people": (frozenset({"name", "firstName", "lastName", "email"}),),
    "projects": (frozenset({"name"}),),
    "departments": (frozenset({"name"}), frozenset({"partOf", "id"})),
    "topics": (frozenset({"name"}),),
    "reuses": (frozenset({"lesson"}), frozenset({"reusedOn", "hoursSaved", "outcome", "costAvoided"})),
}
# Words in the name of a file or sheet.
NAME_HINTS: Mapping[str, tuple[str, ...]] = {
    "lessons": (
        "lesson",
        "learn",
        "retro",
        "postmortem",
        "post-mortem",
        "register",
        "llr",
        "after action",
        "aar",
        "erfahrung",
        "erkenntnis",
        "retour d",
    ),
    "people": (
        "people",
        "hr",
        "staff",
        "employee",
        "personnel",
        "directory",
        "senior",
        "user",
        "contacts",
        "headcount",
        "mitarbeiter",
        "personal",
        "belegschaft",
        "effectif",
    ),
    "projects": ("project", "portfolio", "programme", "program", "projekt", "projet"),
    "departments": ("department", "organisation", "organization", "orgchart", "org unit", "units", "abteilung", "organigramm"),
    "topics": ("topic", "categor", "keyword", "taxonomy", "thesaurus", "themen", "schlagw"),
    "reuses": ("reuse", "applied", "adoption", "wiederverwend", "angewendet", "angewandt"),
}
