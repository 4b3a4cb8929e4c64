//! The words behind which a person is named: what somebody is, and what somebody did.
//!
//! One vocabulary in many languages serves fields (`approved_by=…`), tables, JSON and sentences alike.

use std::collections::HashSet;
use std::sync::LazyLock;

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
 господин госпожа заявник користувач працівник клієнт відповідальний пан пані πελάτης χρήστης υπάλληλος υπεύθυνος κύριος κυρία ";

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

/// What joins a deed to the person.
const JOINTS: &str = "by to with von vom durch an par à a por al da dal dalla di przez do door aan av af till til od de către \
 tarafından от на кем від behalf of";

/// Words behind which a listed name is a person's.
const FAINT: &str = " by with from per for to of and via as via is was are now then yesterday today tomorrow when because that says said tells told ask asked call called calls thanks thank regards greetings cheers \
 sincerely best hello hi dear hey hallo liebe lieber bonjour hola ciao cześć merci danke gracias obrigado grazie dzięki von mit an für durch bei par pour avec chez por para con da com per z od dla przez met voor van naar av med till \
 för af til fra og und et y e i en och a az és от для с и у до к през vor nach zwischen between contact see notify ping email mail page paging cc attn user account mailbox laptop phone device desk office guest invite invited remove removed add added spoke talk talked met meet meeting visit sincère cordialement saludos atentamente saluti pozdrawiam groeten grüße gruß grüßen hälsningar terveisin üdvözlettel selamlar уважением ";

static NOUN_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| NOUNS.split_whitespace().collect());
static FAINT_SET: LazyLock<HashSet<&str>> = LazyLock::new(|| FAINT.split_whitespace().collect());

/// How much the words before a place speak of a person.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Debug)]
pub(super) enum Cue {
    None,
    /// A word that often stands before a name, and before other things.
    Faint,
    /// What somebody is, or did.
    Plain,
}

/// Judges the words before a capital word; `head` is what stands before it.
pub(super) fn cue(head: &str) -> Cue {
    let near = &head[head.ceil_char_boundary(head.len().saturating_sub(48))..];
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
    let colon = gap.contains([':', '=', '>', '|']);
    let (last, before) = (last.to_lowercase(), before.to_lowercase());
    // `approvedBy`, `ownerName`: the last hump of a field name.
    let camel = ["by", "to", "name", "owner", "user"]
        .iter()
        .find_map(|hump| last.strip_suffix(hump).filter(|rest| rest.len() >= 4));
    if gap.contains([',', '.']) && !(last.len() <= 4 && gap.starts_with('.')) {
        return if FAINT_SET.contains(last.as_str()) && gap.contains(',') { Cue::Faint } else { Cue::None };
    }
    let deed = |word: &str| DEEDS.split(' ').any(|deed| word.starts_with(deed));
    if NOUN_SET.contains(last.as_str())
        || JOINTS.split(' ').any(|joint| joint == last) && deed(&before)
        || camel.is_some_and(|rest| deed(rest) || NOUN_SET.contains(rest))
        || last == "name" && NOUN_SET.contains(before.as_str())
        || colon && deed(&last) && last.len() >= 5
        || last == "of" && before == "behalf"
    {
        return Cue::Plain;
    }
    if FAINT_SET.contains(last.as_str()) { Cue::Faint } else { Cue::None }
}
