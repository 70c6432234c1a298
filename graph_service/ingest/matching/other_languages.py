"""German and French names of the columns of the import tables, as companies use them in registers, HR lists and project lists."""

from collections.abc import Mapping

OFFICES = "abteilung,bereich,fachbereich,organisationseinheit,orgeinheit,oe,gruppe,referat,dezernat,sachgebiet,hauptabteilung,ressort,amt,dienststelle,service,direction,département,pôle,unité"
LESSONS: Mapping[str, str] = {
    "id": "nr,lfd nr,laufende nummer,nummer,kennung,ll nr,lesson nr,lessons nr,vorgangsnummer,numéro,n°,référence",
    "title": "titel,überschrift,betreff,kurzbeschreibung,bezeichnung,erkenntnis,lehre,lektion,titre,intitulé,objet",
    "event": "was ist passiert,was ist geschehen,was geschah,ereignis,beschreibung,beschreibung der erfahrung,erfahrung,beobachtung,sachverhalt,feststellung,vorfall,que s'est il passé,événement,constat,fait",
    "context": "hintergrund,kontext,ausgangslage,rahmenbedingungen,zusammenhang,umstände,contexte",
    "wentWell": "was lief gut,was ist gut gelaufen,was war gut,lief gut,gut gelaufen,positiv,positives,stärken,erfolg,erfolge,was hat funktioniert,beibehalten,ce qui a bien fonctionné,ce qui a bien marché,points forts,points positifs",
    "wentWrong": "was lief schlecht,was lief nicht gut,was lief nicht so gut,was ist schlecht gelaufen,was ist nicht gut gelaufen,was war schlecht,schlecht gelaufen,negativ,negatives,probleme,ursache,ursachen,auswirkung,auswirkungen,schwächen,herausforderung,herausforderungen,fehler,abweichung,ce qui n'a pas fonctionné,ce qui n'a pas marché,points faibles,points négatifs,problème,difficultés,conséquence",
    "recommendation": "empfehlung,empfehlungen,handlungsempfehlung,handlungsempfehlungen,maßnahme,maßnahmen,verbesserung,verbesserungsvorschlag,verbesserungsvorschläge,lösung,vorschlag,was machen wir anders,was würden wir anders machen,was machen wir künftig anders,schlussfolgerung,fazit,recommandation,recommandations,proposition,piste d'amélioration,pistes d'amélioration",
    "direction": "positiv negativ,positiv oder negativ,art der lesson,art,typ",
    "phase": "projektphase,phase des projekts,phase du projet",
    "status": "zustand,bearbeitungsstand,stand,statut,état",
    "language": "sprache,sprache der lesson,langue",
    "learnedOn": "erfasst am,datum der erfassung,erfassungsdatum,angelegt am,erstellt am,gemeldet am,aufgenommen am,ereignisdatum,datum des ereignisses,tag,date de création,date de saisie,date de l'événement",
    "publishedOn": "veröffentlicht am,freigegeben am,freigabedatum,veröffentlichungsdatum,date de publication",
    "sourceUrl": "quelle,verweis,fundstelle,lien",
    "project": "projekt,projektname,projekttitel,projektnummer,projekt nr,projektnr,projektbezeichnung,vorhaben,projet,nom du projet",
    "learnedBy": "gelernt von,erfasst von,erfasser,gemeldet von,melder,verfasser,autor,ersteller,erstellt von,eingereicht von,verantwortlich,ansprechpartner,wer,beteiligte,teilnehmer,auteur,rédacteur,rédigé par,signalé par",
    "learnedIn": OFFICES,
    "topics": "thema,themen,kategorie,kategorien,schlagwort,schlagworte,schlagwörter,stichwort,stichworte,fachgebiet,themengebiet,themenbereich,wissensgebiet,handlungsfeld,thème,thèmes,catégorie,mots clés",
}
PEOPLE: Mapping[str, str] = {
    "id": "personalnummer,personal nr,personalnr,pers nr,mitarbeiternummer,mitarbeiter nr,ma nr,stammnummer,benutzername,anmeldename,kürzel,matricule",
    "name": "name vorname,nachname vorname,vor und nachname,vorname nachname,vollständiger name,mitarbeiter,mitarbeiterin,mitarbeitername,mitarbeitende,anzeigename,nom et prénom,nom prénom,prénom nom",
    "firstName": "rufname",
    "lastName": "familienname,zuname",
    "email": "e mail adresse,mailadresse,dienstliche e mail,courriel,adresse électronique,adresse mail",
    "title": "stellenbezeichnung,funktion,tätigkeit,berufsbezeichnung,stelle,rolle,fonction,poste,emploi",
    "active": "aktiv,beschäftigt,actif",
    "department": f"{OFFICES},kostenstelle",
    "from": "eintritt,eintrittsdatum,eingetreten am,einstellungsdatum,beschäftigt seit,beginn,gültig ab,seit,ab,von,date d'entrée,entrée,depuis",
    "to": "austritt,austrittsdatum,ausgetreten am,ende,gültig bis,bis,letzter tag,date de sortie,sortie",
    "birthday": "geburtsdatum,geburtstag,geboren am,date de naissance",
    "personal": "geschlecht,familienstand,gehalt,vergütung,entgelt,staatsangehörigkeit,nationalität,privatanschrift,anschrift,adresse,plz,telefon,mobil,handy,sozialversicherungsnummer,steuer id,iban,konfession,schwerbehinderung,krankheitstage,fehltage,sexe,salaire,téléphone,nationalité",
    "manager": "vorgesetzter,vorgesetzte,führungskraft,teamleiter,berichtet an,abteilungsleiter,responsable hiérarchique",
}
PROJECTS: Mapping[str, str] = {
    "id": "projektnummer,projekt nr,projektnr,projekt id,projektkürzel,psp element,auftragsnummer,numéro de projet,code projet",
    "name": "projekt,projektname,projekttitel,projektbezeichnung,bezeichnung,vorhaben,titel,projet,nom du projet,intitulé du projet",
    "summary": "beschreibung,kurzbeschreibung,projektbeschreibung,ziel,ziele,projektziel,umfang,gegenstand,objectif",
    "status": "projektstatus,stand,zustand,statut,état",
    "startedOn": "beginn,startdatum,projektstart,projektbeginn,begonnen am,anfang,anfangsdatum,début,date de début",
    "endedOn": "ende,enddatum,projektende,geplantes ende,abgeschlossen am,abschluss,abschlussdatum,fertigstellung,fin,date de fin",
    "owner": f"{OFFICES},verantwortliche abteilung,zuständige abteilung,federführende abteilung,geschäftsbereich",
    "topics": "thema,themen,kategorie,projektart,art,schlagworte,thème,catégorie",
    "manager": "projektleiter,projektleiterin,projektleitung,projektmanager,projektmanagerin,pl,leiter,leitung,verantwortlich,chef de projet,cheffe de projet",
    "sponsor": "auftraggeber,auftraggeberin,projektsponsor,commanditaire",
}
DEPARTMENTS: Mapping[str, str] = {
    "id": "abteilungsnummer,abteilungskürzel,kürzel,kostenstelle",
    "name": "abteilung,abteilungsname,bezeichnung,organisationseinheit,bereich,service,département",
    "description": "beschreibung,aufgabe,aufgaben",
    "openedOn": "gegründet am,gültig ab",
    "closedOn": "aufgelöst am,gültig bis",
    "partOf": "übergeordnete abteilung,übergeordnete einheit,übergeordneter bereich,übergeordnet,gehört zu,teil von,rattaché à",
}
TOPICS: Mapping[str, str] = {
    "name": "thema,schlagwort,kategorie,begriff,thème",
    "description": "beschreibung,erläuterung",
    "broader": "oberthema,oberbegriff,übergeordnetes thema,thème parent",
}
REUSES: Mapping[str, str] = {
    "lesson": "angewandte lesson,wiederverwendete lesson,genutzte lesson",
    "reusedOn": "angewandt am,angewendet am,wiederverwendet am,genutzt am,datum",
    "person": "angewandt von,angewendet von,wiederverwendet von,genutzt von",
    "project": "projekt,projektname",
    "outcome": "ergebnis,wirkung",
    "note": "bemerkung,bemerkungen,anmerkung,kommentar",
    "hoursSaved": "gesparte stunden,eingesparte stunden,zeitersparnis,stunden",
    "costAvoided": "einsparung,ersparnis,vermiedene kosten,kostenersparnis",
    "currency": "währung",
    "confirmedBy": "bestätigt von",
    "confirmedAt": "bestätigt am",
}
OTHER_WORDS: Mapping[str, Mapping[str, str]] = {
    "lessons": LESSONS,
    "people": PEOPLE,
    "projects": PROJECTS,
    "departments": DEPARTMENTS,
    "topics": TOPICS,
    "reuses": REUSES,
}
