//! The words behind which a person is named: what somebody is, and what somebody did.
//!
//! One vocabulary in many languages serves fields (`approved_by=…`), tables, JSON and sentences alike.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::context::behind;
use super::titles;

/// What a person is called by: behind these words a name of two capital words is a person's, listed or not.
const NOUNS: &str = " approver assignee requester requestor reviewer author committer reporter sender recipient contact manager supervisor employee \
 patient passenger driver technician caller customer guest visitor colleague coworker candidate applicant student teacher nurse doctor physician attorney \
 lawyer engineer consultant admin administrator operator initiator owner cardholder beneficiary payee payer holder tenant_admin attendee organizer organiser participant \
 submitter creator editor handler responder analyst agent_name worker_name user member person mr mrs ms dr prof miss sir attn attention cc \
 kunde kundin mitarbeiter mitarbeiterin ansprechpartner ansprechpartnerin bearbeiter bearbeiterin patientin fahrer fahrerin techniker technikerin kollege \
 kollegin benutzer benutzerin antragsteller antragstellerin melder nutzer besitzer empfänger absender auftraggeber vorgesetzter sachbearbeiter herr herrn frau \
 client contacter appeler cliente clienta utilisateur utilisatrice demandeur responsable salarié salariée employé employée technicien technicienne chauffeur patiente collègue titulaire \
 destinataire expéditeur auteur approbateur intervenant interlocuteur m mme mlle monsieur madame \
 usuario usuaria empleado empleada paciente técnico técnica conductor solicitante contacto responsable remitente destinatario autor titular compañero compañera \
 señor señora sr sra don doña usuário usuária funcionário funcionária colaborador motorista requerente contato remetente destinatário \
 contattare chiamare utente dipendente paziente tecnico tecnica autista richiedente responsabile collega mittente destinatario autore titolare signor signora sig dott \
 klant medewerker gebruiker monteur patiënt aanvrager contactpersoon collega afzender ontvanger eigenaar mevrouw meneer dhr mevr \
 klient klientka pacjent pacjentka kierowca pracownik pracownica użytkownik zgłaszający zgłaszająca właściciel odbiorca nadawca wnioskodawca autor kolega koleżanka pan pani panem panią \
 kund användare anställd ansvarig kontaktperson handläggare bruker kunde ansatt medarbejder bruger asiakas käyttäjä työntekijä yhteyshenkilö \
 zákazník zákaznice uživatel zaměstnanec žadatel kontakt vlastník řidič paní \
 ügyfél felhasználó dolgozó munkatárs ügyintéző kapcsolattartó páciens beteg sofőr bejelentő jóváhagyó \
 utilizator angajat pacient șofer solicitant persoană doamna domnul müşteri kullanıcı çalışan hasta sürücü yetkili bay bayan sayın \
 клиент клиентка пациент пациентка сотрудник сотрудница водитель заявитель пользователь ответственный исполнитель владелец автор контакт заказчик коллега инженер \
 господин госпожа заявник користувач працівник клієнт відповідальний пан пані πελάτης χρήστης υπάλληλος υπεύθυνος κύριος κυρία \
 anrufer anruferin besucher besucherin diensthabender bereitschaft vorgesetzte mitarbeitende appelant appelante astreinte visiteur salarié llamante guardia turno encargado encargada \
 chiamante reperibile incaricato incaricata referente beller dienstdoende melder użytkowniczka użytkowniczkę użytkownika pracownicę pracownica pracownika dzwoniąca dzwoniący dyżurny dyżurna odpowiedzialny klientka klientki \
 vakt jourhavande beredskap ansvarlig vagthavende päivystäjä vastuuhenkilö služba pohotovost odpovědný zodpovědný zodpovedný felelős ügyeletes átadva jelentő de-serviço plantonista responsável responsavel funcionária \
 korisnik korisnica dežurni dežurna odgovoran uporabnik odgovorni zaduženi zaposleni ответственная дежурный дежурная звонящий дежурна черговий чергова відповідальна абонент отговорник потребител служител дежурният \
 εφημερία υπεύθυνη nöbetçi sorumlu ilgili görevli atasan petugas penanggung pelapor pelanggan pengguna kontak pic liên-hệ walk-in brother sister mother father husband wife son daughter bruder schwester mutter vater ehemann ehefrau sohn tochter frère sœur soeur mère père mari épouse hermano hermana madre padre marido esposa hijo hija \
 fratello sorella moglie marito irmão irmã mãe pai brat siostra matka ojciec mąż żona sestra otec manžel manželka broer zus moeder vader bror syster söster ağabey abla kardeş eş брат сестра мать отец муж жена caller_name actor holder titulaire utilizatoare responsabil ";

/// Beginnings of what a person does to a piece of work, before "by", "von", "par" …
const DEEDS: &str = "approv request open clos report assign sign creat invit trigger start stopp cancel updat delet review lock \
 unlock held edit modif upload revok paus acknowledg ack resolv author submitt rais written filed reject \
 declin hand taken owned enter confirm complet initiat launch schedul chang prepar sent made done perform \
 execut enroll registered booked ordered paid seen install grant merg commit tested co-authored signed-off \
 reviewed acked spoke spoken talk speak llam skontakt zadzwon verif escalat forward led managed imported \
 restored called claim audited checked rebooted restarted disabled enabled added removed moved genehmigt \
 beantragt erstellt gemeldet gesperrt geändert gelöscht freigegeben bearbeitet angelegt gestartet geöffnet \
 geschlossen bestätigt eingereicht unterschrieben zugewiesen übergeben abgelehnt approuv demand cré signal \
 ouvert ferm valid supprim modifi assigné transmis refus annul lanc soumis aprob solicit cread abiert cerrad \
 firmad asignad modificad eliminad cancelad aprovad criad abert atribu assinad fechad enviad approvat \
 richiest segnalat apert chius firmat assegnat modificat eliminat annullat zatwierdz zgłosz utworz podpisan \
 przypisan zamknięt otwart usunięt zmienion odrzucon goedgekeurd aangevraagd gemeld aangemaakt geopend \
 gesloten ondertekend toegewezen gewijzigd godkän skapa rapporter öppna stäng begär godken opprett oprett \
 anmod bestilt underskr hyväks luon schválen vytvořen nahlášen podepsán schválil zadal jóváhagy aprobat \
 solicitat raportat onaylay oluştur одобр создан подписан назначен утвержд заявк подан подал закры откры \
 изменен удален створен затвердж підписан призначен";

/// What is to be done, as heads of a list of changes say it: no one did it yet.
const COMMANDS: [&str; 20] = [
    "change", "changes", "update", "install", "delete", "start", "merge", "import", "commit", "schedule", "grant",
    "prepare", "restore", "check", "release", "remove", "verify", "review", "report", "complete",
];

/// Beginnings of what is said to a person, before such a word only.
const SAID: &str = "avisa avise avisé informa habl contact escrib pregunt notifi ligar ligue falar fale chiama parla dzwon zadzwon skontakt zavol ringa bellen звон дзвон обращ зверн poroz";

/// What joins a deed to the person.
const JOINTS: &str = "by to with von vom durch an par à a por al da dal dalla di przez do door aan av af till til od de către \
 tarafından от на кем від behalf of";

/// Words behind which a listed name is a person's.
const FAINT: &str = " by with from per for to of and via as via is was are now then yesterday today tomorrow when because that says said tells told ask asked call called calls thanks thank regards greetings cheers \
 sincerely best hello hi dear hey hallo liebe lieber bonjour hola ciao cześć merci danke gracias obrigado grazie dzięki von mit an für durch bei par pour avec chez por para con da com per z od dla przez met voor van naar av med till \
 för af til fra og und et y e i en och a az és от для с и у до к през vor nach zwischen between contact see notify ping email mail page paging cc attn user account mailbox laptop phone device desk office guest invite invited remove removed add added spoke talk talked met meet meeting visit sincère cordialement saludos atentamente saluti pozdrawiam groeten grüße gruß grüßen hälsningar terveisin üdvözlettel selamlar уважением ";

/// What is done to somebody whose name follows, in words that stand before nothing else.
const CALLS: &str = " ring ping ask avisad avisar avise avisa llamad llamar llame llama contactad contactar contacte preguntad preguntar escribid escribir hablar consultar pasó dio mandó envió dijo \
 contactez appelez appeler prévenez prévenir demandez joindre joignez contattate contattare contatta chiamate chiamare chiama sentire avvisate avvisare chiedere sentite scrivere ligar ligue falar fale contactar contate avisem avise passou mandou enviou \
 zadzwoń dzwonić dzwoń dzwońcie pytać pytaj pytajcie kontaktujcie zavolat zavolejte volat volejte kontaktujte kontaktovat napište hívja hívd hívjátok keresse keresd értesítsd sunați sunati contactați anunțați \
 ringa ring kontakta meddela ringe kontakt soita soittakaa bel bellen vraag vragen contacteer zovite zovi javite javi pitajte obvestite pokličite pokličete \
 позвоните звоните звонить позвонить спросите спросить сообщите обращайтесь напишите дзвоніть дзвонити подзвоніть зверніться спитайте питайте напишіть повідомте звънете обадете попитайте \
 καλέστε επικοινωνήστε ρωτήστε arayın arayin ara sorun hubungi tanya kontak telepon kabari telpon gọi liên tawagan tawagin muulize piga wasiliana verständigen verständige verständigt informiert \
 spør spørg fråga fråge frag fragt fragen kysy küsi zeptej zeptejte spytaj spytajte pergunte pergunta pregunta pregunte chiedi chieda întreabă întrebați zapytaj zapytajcie kérdezd kérdezze keressétek kérdezzétek hívják volejte lui sună forhør sporg ringd zvanīt zvaniet piezvanīt jautā jautājiet skambinti skambinkite klauskite hringið hringdu ";

/// Small words between such a word and the name.
const FILLERS: &str = " se si anders dann mal bitte alors even eventuell lieber directement meteen sonst í ";

/// What joins what somebody is with the name.
const COPULAS: &str = " heter heißt heisst hedder heet llama appelle chiama nazywa jmenuje menuje numește зовут is was ist war est es era é foi è jest był to je byl är var er on oli ";

static NOUN_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| NOUNS.split_whitespace().collect());
static CALL_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| CALLS.split_whitespace().collect());
static COPULA_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| COPULAS.split_whitespace().collect());
static FAINT_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| FAINT.split_whitespace().collect());

/// How much the words before a place speak of a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(crate) enum Cue {
    None,
    /// A word that often stands before a name, and before other things.
    Faint,
    /// A letter or a small word that stands before two words of a name.
    Initial,
    /// What somebody is, or did.
    Plain,
    /// A title, behind which one word is enough.
    Title,
}

/// Judges the words before a capital word; `head` is what stands before it.
pub(crate) fn cue(head: &str) -> Cue {
    let near = behind(head, head.len(), 48);
    let near = near.rsplit('\n').next().unwrap_or("");
    let bare = near.trim_end_matches([
        ' ', ':', '=', '"', '\'', '\\', '>', '(', '[', '{', ',', '\t', '*', '`', '.', '-', '–', '—', '~', '#', '|',
        '«', '“', '„',
    ]);
    let mut words = bare.rsplit(|c: char| !c.is_alphanumeric() && c != '-').filter(|word| !word.is_empty());
    let (Some(last), before) = (words.next(), words.next().unwrap_or("")) else {
        return Cue::None;
    };
    let gap = &near[bare.len()..];
    if gap == " " || gap == ". " || gap == "." {
        let title = bare.rsplit(|c: char| c.is_whitespace() || "('’\"".contains(c)).next().unwrap_or("");
        if titles::is_before(title) && (gap != "." || title.len() > 2) {
            return Cue::Title;
        }
        if titles::may_be_before(&title.to_lowercase()) {
            return Cue::Initial;
        }
    }
    let colon = gap.contains([':', '=', '>', '|']);
    let (last, before) = (last.to_lowercase(), before.to_lowercase());
    // `approvedBy`, `ownerName`: the last hump of a field name.
    let camel = ["by", "to", "name", "owner", "user"]
        .iter()
        .find_map(|hump| last.strip_suffix(hump).filter(|rest| rest.len() >= 4));
    if gap.contains([',', ':']) && introduces(bare) {
        return Cue::Plain;
    }
    if gap.contains([',', '.']) && !(last.len() <= 4 && gap.starts_with('.')) {
        return if FAINT_SET.contains(last.as_str()) && gap.contains(',') { Cue::Faint } else { Cue::None };
    }
    let deed = |word: &str| DEEDS.split(' ').any(|deed| word.starts_with(deed));
    let said = |word: &str| SAID.split(' ').any(|said| word.starts_with(said));
    if NOUN_SET.contains(last.as_str())
        || JOINTS.split(' ').any(|joint| joint == last) && (deed(&before) || said(&before))
        || camel.is_some_and(|rest| deed(rest) || NOUN_SET.contains(rest))
        || last == "name" && NOUN_SET.contains(before.as_str())
        || colon && deed(&last) && last.len() >= 5 && !COMMANDS.contains(&last.as_str())
        || last == "of" && before == "behalf"
        || CALL_SET.contains(last.as_str()) && !colon
        // "vraag anders …", "zeptej se …"
        || FILLERS.contains(&format!(" {last} ")) && CALL_SET.contains(before.as_str())
        // `întreabă-l pe …`
        || last == "pe" && before.split('-').next().is_some_and(|call| CALL_SET.contains(call))
        || COPULA_SET.contains(last.as_str()) && is_noun(&before) && before.len() >= 5
    {
        return Cue::Plain;
    }
    // `"unknown contact" '…'`: what a message speaks of, and whom it means.
    let quoted = gap.len() >= 3 && gap.starts_with(['"', '\'']) && gap.ends_with(['"', '\'']);
    if quoted && matches!(&*last, "contact" | "user" | "guest" | "person" | "attn" | "mailbox") {
        return Cue::Plain;
    }
    if FAINT_SET.contains(last.as_str()) { Cue::Faint } else { Cue::None }
}

/// The noun itself, or the form that says "the" by its end: `kunden`, `brukeren`.
fn is_noun(word: &str) -> bool {
    NOUN_SET.contains(word)
        || ["en", "n"].iter().any(|end| word.strip_suffix(end).is_some_and(|noun| NOUN_SET.contains(noun)))
}

/// `Caller from the office in Graz, …`, `On shift tonight: …`: the clause is about somebody who comes or is there.
fn introduces(bare: &str) -> bool {
    const COMERS: [&str; 22] = [
        "caller",
        "walk-in",
        "visitor",
        "guest",
        "on-call",
        "oncall",
        "shift",
        "duty",
        "anrufer",
        "anruferin",
        "besucher",
        "besucherin",
        "appelant",
        "appelante",
        "visiteur",
        "visiteuse",
        "llamante",
        "chiamante",
        "beller",
        "bezoeker",
        "dzwoniący",
        "visitante",
    ];
    let clause = bare.rsplit(['.', ';', '\n']).next().unwrap_or("");
    clause.split_whitespace().take(3).any(|word| COMERS.contains(&word.to_lowercase().as_str()))
}
