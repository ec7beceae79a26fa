"""Why something was refused, by the error's name, where no page says it in words of its own: what is wrong, what to do.

What there is not, or may not be known, and what the server could not do have their words by status (`error.html`).
"""

from collections.abc import Mapping

from web.language import N_

_LOOK = N_("Steget har ändrats sedan sidan visades. Gå till steget och se vad som gäller nu.")

ERRORS: Mapping[str, str] = {
    "AbsenceInvalid": N_("Frånvarons dagar eller ersättare går inte ihop. Kontrollera dem."),
    "AlreadyBuiltUpon": N_("Något annat har redan byggts på steget. Återöppna det i stället, med ett skäl."),
    "AlreadyReminded": N_("Steget har redan fått en påminnelse i dag. Det går att påminna igen i morgon."),
    "AlreadyWithdrawn": N_("Filen är redan borttagen."),
    "BodyTooLarge": N_("Det som skickades är för stort. Korta texten eller dela upp filen."),
    "BodyTooSlow": N_("Det som skickades hann inte fram. Försök igen; det är ofarligt."),
    "BoundAlready": N_("Den som har adressen här loggar in med ett annat konto."),
    "CommentInvalid": N_("Kommentaren går inte att spara så som den är skriven. Rätta den och skicka igen."),
    "CommentWithdrawn": N_("Den som skrev kommentaren har tagit tillbaka den."),
    "ContainerUnsafe": N_(
        "Dokumentet går inte att ta emot så som det är sparat, till exempel med makron eller lösenord. "
        "Spara det som PDF."
    ),
    "ContentChanged": N_("Någon har lämnat in en ny version sedan sidan visades. Läs den innan du går vidare."),
    "ContentInvalid": N_("Något i steget är inte ifyllt som det ska. Gå till formuläret och kontrollera det."),
    "CycleAlreadyStarted": N_("Det året är redan startat. Du hittar det i listan över kommunens år."),
    "CycleNotStarted": N_("Året är inte startat än. Vänta en stund och läs in sidan igen."),
    "DateNotLater": N_("Datumet behöver vara senare än det som gäller nu, i framtiden och högst två år efter året."),
    "DayOutOfRange": N_("Välj en dag mellan år 2000 och 2199."),
    "DocumentNotReady": N_("Steget som dokumentet bygger på är inte inlämnat än. Då finns inget att visa."),
    "DraftChanged": N_("Någon annan har sparat utkastet sedan du läste det. Läs in sidan igen och jämför."),
    "DraftTooLarge": N_("Utkastet är för stort. Korta texterna, eller lämna resten som en fil."),
    "EvidenceInvalid": N_("Uppgifterna om filen går inte ihop. Kontrollera dem och skicka filen igen."),
    "EvidenceWithdrawn": N_("Filen är borttagen och visas inte längre."),
    "FileTooLarge": N_("Filen är för stor. En fil får vara högst 20 MB."),
    "ForgedRequest": N_("Formuläret hör till en annan inloggning. Läs in sidan igen och skicka på nytt."),
    "InvalidRequest": N_("Något i det som skickades saknas eller är av fel slag. Kontrollera det och försök igen."),
    "KeyReused": N_("Det här är redan skickat, med annat innehåll. Läs in sidan igen och försök igen."),
    "KindNotAllowed": N_(
        "Filens innehåll är av ett slag som inte tas emot, eller filen är tom. Spara den som PDF och försök igen."
    ),
    "LastCoordinator": N_("Ingen annan har den rollen där än. Bjud in en efterträdare först."),
    "LawRequires": N_("Lagen kräver steget, så året kan inte avslutas utan det. Gör klart steget först."),
    "MalformedRequest": N_("Det som skickades går inte att läsa. Läs in sidan igen och försök på nytt."),
    "MayNotManage": N_("Personens roller är inte dina att bestämma om. Be en administratör."),
    "MoveNotPossible": _LOOK,
    "NobodyChosen": N_("Välj vem som ska göra steget."),
    "NoFile": N_("Välj en fil."),
    "NotASupplement": N_("Bara en begäran om komplettering kan avslutas."),
    "NotAssignable": N_("Personen har ingen roll i kommunen som kan göra steget. Välj någon annan."),
    "NotByToken": N_("Det här kan bara en person som har loggat in göra, inte en nyckel."),
    "NotLocal": N_("Efter inloggningen går det bara att komma till en sida på den här servern."),
    "NotReleased": N_("Bara den version som gäller visas utanför kommunen, och bara när den är inlämnad."),
    "NotToBeKept": N_("Texten innehåller tecken som inte kan sparas. Skriv om den."),
    "NotWaivable": N_("Det går inte att avstå från det här steget."),
    "NotYourComment": N_("Bara den som skrev kommentaren kan ta tillbaka den."),
    "NotYourself": N_("Ingen ger sig själv en roll. Be en annan samordnare eller en administratör."),
    "NotYourStep": N_("Steget hör till en annan roll eller ett annat organ."),
    "OfferInvalid": N_("Rollen saknar den plats eller det organ som den behöver. Kontrollera valen."),
    "OutsideCalendar": N_("Dagen ligger utanför de år som kalendern har, 2000 till 2099."),
    "OwnStands": N_("Kommunen har själv angett det här, och det gäller."),
    "OwnSubmission": N_("Steget är inlämnat av dig, eller för din räkning. Någon annan behöver granska det."),
    "PersonGone": N_("Kontot är avslutat. Den som kommer tillbaka bjuds in på nytt."),
    "RegisteredOtherwise": N_("Versionen är redan registrerad på annat sätt. Skriv varför det ändras."),
    "RegistrationInvalid": N_("Uppgifterna om registreringen går inte ihop. Kontrollera dem."),
    "RehearsalRuns": N_("En provkörning spelas redan upp. Vänta tills den är klar."),
    "RoleMayNot": N_("Ingen av dina roller får göra det här på den platsen."),
    "RoundAlreadyOpen": N_("Länets omgång det året är redan öppnad. Den står under Omgångar."),
    "StatementInvalid": N_("Uppgiften går inte att spara så som den är ifylld. Kontrollera den."),
    "StepIsStale": N_("Något som steget bygger på har ändrats. Steget måste bekräftas eller göras om först."),
    "StepNotOpen": _LOOK,
    "StepNotReleased": N_(
        "Kommunen och länet kommenterar det som är inlämnat. Tills dess ser bara kommunen kommentarer."
    ),
    "StepTaken": N_("Någon annan har tagit steget. Den som har det kan lämna ifrån sig det."),
    "SupplementNotOpen": N_("Begäran är redan besvarad, avslutad eller återtagen."),
    "TableInvalid": N_(
        "Tabellen kan inte läsas. Första raden ska ha rubrikerna kommun och uppgift, var och en högst en gång."
    ),
    "TokenTooWide": N_("Nyckeln skulle få göra mer än du själv får. Välj färre saker."),
    "TooManyComments": N_("Du har skrivit så många kommentarer som går på ett år. Samla resten i ett dokument."),
    "TooManyFiles": N_("Steget har så många filer som ett steg kan ha. Lägg samman flera i en PDF."),
    "TooManyStreams": N_("Du följer med på för många sidor samtidigt. Stäng några av dem."),
    "UnknownCounty": N_("Välj ett av länen i listan."),
    "UnknownMunicipality": N_("Välj bland kommunerna i listan."),
    "UploadBroken": N_("Filen kom inte fram hel. Skicka den igen."),
    "YearClosed": N_("Året är avslutat. Återöppna steget först, med ett skäl."),
    "YearOutOfRange": N_("Välj ett av åren i listan."),
}
