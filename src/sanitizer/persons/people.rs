//! Names of people where no field says so: directories, accounts, titles, "approved by".

use super::capital_names::is_whole_name;
use crate::sanitizer::looks::shapes::is_identifier;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::about_words::is_about;
use crate::sanitizer::words::context::{before, behind};
use crate::sanitizer::words::known_names::{is_family, is_given};
use crate::sanitizer::words::machines::{is_of_machine, is_service};
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "personal-site",
        Class::Name,
        &["/personal/"],
        r"sharepoint\.com/personal/(?P<s>[a-z0-9_.-]{3,100})",
        "[name]",
    )
    .reach(40, 120)
    .hides("GET https://acme-my.sharepoint.com/personal/zsofia_nagy_acme_com/Documents 423")
    .keeps("GET https://acme-my.sharepoint.com/personal/ 404"),
    Rule::text(
        "home-directory",
        Class::Name,
        &["/home/", "/users/", "\\users\\", "\\home\\", "\\homes\\", "documents and settings"],
        r#"(?i)(?:(?:^|[\s"'`=(\[:,>]|[a-z]:|file://)(?:/(?:mnt/|host_mnt/|cygdrive/|run/desktop/mnt/host/)?[a-z]|/system/volumes/data|/volumes/[^/\s]{1,24}|/(?:host|rootfs|hostfs|proc/1/root))?/?(?:home|users)/(?:(?:[a-z0-9-]{1,40}\.){1,4}(?:local|lan|corp|internal|intra|intranet|priv|domain)/)?|(?:^|[\s"'`=(:,>])/(?:usr|export|exports|var|data|srv|net|nfs|mnt|media|rpool|tank|private|array[0-9])/home/|[a-z]:[\\/]{1,4}(?:(?:profiles?|data|shares?|homes?|redirect(?:ed|ion)?|fslogix|citrix|upm|roaming|vol[0-9]{0,2}|disk[0-9]{0,2}|windows\.old|backup)[\\/]{1,4}){0,2}(?:users|homes?|documents and settings)[\\/]{1,4})(?:(?P<s>[^\s/\\"'<>:|,;()\[\]]{1,64}(?: \p{Lu}[^\s/\\"'<>:|,;()\[\]]{1,40}){0,2})[/\\]|(?P<t>[^\s/\\"'<>:|,;()\[\]]{1,64})(?:["'\s:,;)>\]]|$))"#,
        "[name]",
    )
    .when(is_person_directory)
    .reach(48, 120)
    .hides("cannot read `/usr/home/zsofia/.config/app.toml`, /home/ad.acme.local/zsofia.nagy/.profile")
    .keeps("cannot read `/usr/home/runner/work/app.toml`, /home/ad.acme.local/svc-backup/log or /users/17/policies"),
    Rule::text(
        "home-share",
        Class::Name,
        &["home$", "homes$", "users$", "profiles$", "homes/", "homes\\", "/home/", "\\home\\", "/users/", "\\users\\", "/profiles/", "\\profiles\\"],
        r#"(?i)(?:\\{2,4}|\b(?:smb|cifs|nfs|afp)://|(?:^|[\s"'=(])//)[a-z0-9._-]{1,64}[\\/]{1,2}(?:[a-z0-9._-]{1,40}[\\/]{1,2})?(?:homes?|users|profiles)\$?[\\/]{1,2}(?P<s>[^\s/\\"'<>:|,;()\[\]]{2,64})"#,
        "[name]",
    )
    .when(is_person_directory)
    .reach(120, 80)
    .hides("mount //fs1/home$/anna.kirchhoff/docs failed")
    .keeps("mount //fs1/home$/svc-backup failed, GET https://hub.internal/users/17"),
    Rule::text(
        "directory-entry",
        Class::Name,
        &["ou=people", "ou=users", "ou=employees", "ou=staff", "ou=accounts", "ou=mitarbeiter", "cn=users"],
        r"(?i)\b(?:uid|cn)=(?P<s>(?:\\,|[^,=\n\x22]){2,64}),\s*(?:ou|cn)=(?:people|users|employees|staff|accounts|mitarbeiter)\b",
        "[name]",
    )
    .when(|found| !is_service(found.secret()) && !is_number_of_person(found.secret()))
    .reach(80, 4)
    .hides("bind as uid=zsofia,ou=people,dc=acme failed")
    .keeps("bind as cn=svc-ops,ou=people,dc=acme failed"),
    Rule::text(
        "entry-of-unit",
        Class::Name,
        &["cn="],
        r#"(?i:\bcn)=(?P<s>\p{Lu}[\p{L}\p{M}.'’\\, -]{3,60}?)\s?,\s?(?i:ou|dc|cn)\s?="#,
        "[name]",
    )
    .when(is_entry_of_person)
    .reach(2, 90)
    .hides("no such entry: CN=Zsófia Nagy,OU=Controlling,DC=acme, CN=Nagy\\, Zsófia,OU=Controlling")
    .keeps("no such entry: CN=Backup Operators,CN=Builtin,DC=acme, CN=Acme Issuing CA,OU=Web,DC=acme"),
    Rule::text(
        "named-person",
        Class::Name,
        &["customer", "employee", "patient", "recipient", "contact", "manager", "owner", "initiator", "assigned to", "approved by", "requested by", "invited by", "created by", "signed by", "on behalf of", "author", "committer", "reporter", "sender", "triggered by", "started by", "cancelled by", "canceled by", "updated by", "deleted by", "reviewed by", "opened by", "closed by", "reported by", "dear ", "kedves ", "herr ", "frau ", "mr ", "mr.", "mrs", "ms.", "mme ", "monsieur", "señor", "sra. ", "sr. ", "sra ", "sig. ", "sig.ra", "signor", "dott. ", "m. ", "mevrouw ", "meneer ", "dhr. ", "mevr. ", "pan ", "pani ", "paní ", "doamna ", "domnul ", "bay ", "bayan ", "г-н ", "г-жа ", "господин ", "госпожа ", "пан ", "пані ", "signed-off-by", "co-authored-by", "reviewed-by", "acked-by", "tested-by", "reported-by", "locked by", "unlocked by", "held by", "edited by", "modified by", "uploaded by", "revoked by", "paused by", "acknowledged by", "resolved by", "escalated to", "forwarded to", "authorised by", "authorized by", "assignee", "approver", "requester", "reviewer"],
        r#"\b(?:(?i:customer|employee|patient|recipient|contact|manager|owner|initiator|assignee|approver|requester|reviewer|author|committer|reporter|sender|(?:signed-off|co-authored|reviewed|acked|tested|reported)-by)["']?\s*[:=]\s*["']?|(?i:assigned to|approved by|requested by|invited by|created by|signed by|triggered by|started by|cancell?ed by|updated by|deleted by|reviewed by|opened by|closed by|reported by|locked by|unlocked by|held by|edited by|modified by|uploaded by|revoked by|paused by|acknowledged by|resolved by|escalated to|forwarded to|authori[sz]ed by|on behalf of|dear|kedves)\s+["']?|(?P<title>(?:Herr|Frau|Mr|Mrs|Ms|Mme|Mlle|Monsieur|Madame|Señora?|Sra?|Sig|Sig\.ra|Signora?|Dott|M\.|[Mm]evrouw|[Mm]eneer|Dhr|Mevr|[Pp]an[ií]?|Doamna|Domnul|Bay|Bayan|г-н|г-жа|господин|госпожа|пан|пані)\.?\s+))(?:(?:Mr|Mrs|Ms|Dr|Prof|Herr|Frau)\.?\s+){0,2}(?P<s>\p{Lu}[\p{L}'’-]*\p{L}(?:\s(?:(?:van|von|de|der|den|la|da|di)\s){0,2}\p{Lu}[\p{L}'’-]*\p{L}){0,3})"#,
        "[name]",
    )
    .when(is_person)
    .reach(4, 120)
    .hides("approved by Zsófia Nagy at 10:15, dear Mr. Huber")
    .keeps("approved by Change Advisory Board, created by Scheduler, owner: Platform Team"),
    Rule::text(
        "device-of-person",
        Class::Name,
        &["iphone", "ipad", "macbook", "-laptop", "-phone", "galaxy", "pixel", "-pc", "watch"],
        r"\b(?P<s>\p{Lu}\p{Ll}{2,20}(?:['’]?s)?[-_ ](?:\p{Lu}\p{Ll}{1,20}(?:['’]?s)?[-_ ])?(?:iPhone|iPad|MacBook|Laptop|Phone|Galaxy|Pixel|PC|Watch)[A-Za-z0-9-]{0,16}|\p{Ll}{3,20}s?[-_](?:\p{Ll}{2,20}[-_])?(?:iphone|ipad|macbook|laptop|galaxy|pixel|watch)[a-z0-9-]{0,16})",
        "[name]",
    )
    .when(|found| {
        let first = found.secret().split(['-', '_', ' ', '\'', '’']).next().unwrap_or("");
        let mut letters = first.chars();
        let first = letters.next().map_or(String::new(), |c| c.to_uppercase().chain(letters).collect());
        is_given(&first) || first.strip_suffix('s').is_some_and(is_given)
    })
    .reach(48, 24)
    .hides("lease for Annikas-iPhone and Zsofia-Nagys-iPad renewed")
    .keeps("lease for Reception-PC renewed"),
    Rule::text(
        "name-beside-address",
        Class::Name,
        &["openvpn", "vpn["],
        r"\bopenvpn[^\n]{0,80}?\s(?P<s>[a-z][a-z0-9_-]*\.[a-z][a-z0-9._-]{1,40})/(?:[0-9]{1,3}\.|\[ip\])",
        "[name]",
    )
    .hides("openvpn[911]: jp.fontaine/203.0.113.7:61204 TLS Error")
    .keeps("openvpn[911]: client is gone, TLS Error"),
    Rule::text(
        "windows-account",
        Class::Name,
        &["account name:"],
        r"(?i)\baccount name:\s+(?P<s>[a-z][a-z0-9._-]{2,40})\s",
        "[name]",
    )
    .when(|found| !is_service(found.secret()) && found.secret().bytes().any(|b| b.is_ascii_lowercase()))
    .hides("Account Name: brinkmannh Account Domain: ACME")
    .keeps("Account Name: SYSTEM Account Domain: ACME"),
    Rule::text(
        "domain-account",
        Class::Name,
        &["\\"],
        r"\b(?P<d>[A-Z][A-Z0-9-]{2,14})\\{1,2}(?P<s>[a-z][a-z0-9]{0,20}[._]?[a-z0-9]{2,20})\b",
        "[name]",
    )
    .when(|found| !is_service(found.secret()) && !is_path_part(found))
    .reach(20, 60)
    .hides("sign-in of CONTOSO\\zsofia.nagy refused")
    .keeps("sign-in of CONTOSO\\svc-backup refused"),
];

pub(crate) fn is_person_directory(found: &Found<'_>) -> bool {
    let name = found.secret();
    !is_service(name)
        && !is_of_machine(name)
        && name != "other"
        && !is_domain(name)
        // `/users/password` is a route.
        && !is_about(name)
        && !["password", "passwords", "me", "sign_in", "sign-in", "login", "token", "search"].contains(&name)
        && !["sign_out", "sign_up", "unlock", "cancel", "confirmation", "invitation", "new", "edit", "profile"].contains(&name)
        && !name.bytes().all(|b| b.is_ascii_digit())
        // `/Users/2819b7e69a9d`: the number of a resource.
        && !(name.len() >= 8
            && name.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-')
            && name.bytes().filter(u8::is_ascii_digit).count() >= 3)
        && !is_identifier(name)
        && !name.starts_with(['[', '{', '$', '<', '*', ':', '%', '.'])
}

/// Two or more words of which one is what people are called, in either order.
fn is_entry_of_person(found: &Found<'_>) -> bool {
    let name = found.secret().replace("\\,", "").replace(',', " ");
    // Groups have the same shape: the command says that it is about an account, or the name is one.
    let about_account =
        || before(found.text, found.secret.start, 120).contains("aduser") && !name.split(' ').any(belongs_to_thing);
    let named = name.split([' ', '-']).any(|word| is_given(word) || is_family(word));
    name.contains(' ') && is_whole_name(&name) && (named || about_account())
}

/// `/home/ad.acme.local/…`: the folder in which the homes of a domain stand.
fn is_domain(name: &str) -> bool {
    const ENDS: [&str; 8] = ["local", "lan", "corp", "internal", "intra", "intranet", "priv", "domain"];
    name.rsplit_once('.').is_some_and(|(_, end)| ENDS.contains(&end))
}

/// `\\nas\weekly\2026-W25\policies.xml`: between the parts of a path stands no domain.
fn is_path_part(found: &Found<'_>) -> bool {
    let head = &found.text[..found.secret.start];
    let domain = head.trim_end_matches('\\').trim_end_matches(|c: char| c.is_ascii_alphanumeric() || c == '-');
    domain.ends_with(['\\', '/', '.', '_'])
}

/// `u88213`: a letter or two and a number, which a directory counts its entries by.
fn is_number_of_person(name: &str) -> bool {
    let digits = name.trim_start_matches(|c: char| c.is_ascii_lowercase());
    name.len() - digits.len() <= 2 && digits.len() >= 4 && digits.bytes().all(|b| b.is_ascii_digit())
}

/// Titles after which one word is enough.
const TITLES: [&str; 16] = [
    "Herr", "Frau", "Mr", "Mrs", "Ms", "Dr", "Mme", "Mlle", "Monsieur", "Madame", "Señor", "Señora", "mevrouw",
    "meneer", "Mevrouw", "Meneer",
];

/// Two or more words, or one after a title, none of which belongs to an organisation.
pub(crate) fn is_person(found: &Found<'_>) -> bool {
    let secret = found.secret();
    let head = behind(found.text, found.secret.start, 60);
    let title = head
        .trim_end()
        .rsplit(|c: char| c.is_whitespace())
        .next()
        .unwrap_or("")
        .trim_matches(|c: char| !c.is_alphabetic());
    let titled = head.ends_with(' ') && TITLES.contains(&title);
    let words = secret.split_whitespace();
    let shouted = secret.chars().filter(|c| c.is_uppercase()).count() > secret.split_whitespace().count() + 2;
    (titled || words.clone().count() >= 2) && !shouted && !words.clone().any(belongs_to_thing)
}
