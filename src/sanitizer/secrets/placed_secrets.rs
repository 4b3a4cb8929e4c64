//! Secrets at the places where tools write them: dumps of keys and hashes, lists of accounts, commands that feed another
//! one, fields that say how their value is encoded.
//!
//! Each place is known by what stands around it; what the value looks like decides only where the place is common.

use crate::sanitizer::looks::bent::is_bent;
use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::looks::told_words::{is_compound, is_technical};
use crate::sanitizer::looks::wordness::is_wordy;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::small;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "printed-key-parts",
        Class::PrivateKey,
        &["privateexponent", "prime1", "prime2", "exponent1", "exponent2", "coefficient", "priv:"],
        r"\b(?:privateExponent|prime[12]|exponent[12]|coefficient|priv):\s{1,12}(?P<s>(?:[0-9a-f]{2}:\s{0,10}){7,}[0-9a-f]{2})\b",
        "[key]",
    )
    .reach(2, 400)
    .hides("privateExponent:\n    3f:a1:07:9c:55:d2:8e:\n    10:bb:64")
    .keeps("modulus:\n    00:a1:07:9c:55:d2:8e:10:bb:64:31:77\nprime1: missing"),
    Rule::text(
        "dumped-account-hashes",
        Class::Pair,
        &[":::"],
        r"\b[0-9]{1,10}:(?P<s>(?:[0-9a-fA-F]{32}|\[[a-z]+\]|\*?NO PASSWORD\**):(?:[0-9a-fA-F]{32}|\[[a-z]+\])):::",
        "[secret]",
    )
    .reach(100, 4)
    .hides("CORP\\svc_fax:1142:aad3b435b51404eeaad3b435b51404ee:0123456789abcdef0123456789abcdef:::")
    .keeps("std:::vector 17:::"),
    Rule::text(
        "share-account",
        Class::CommandLine,
        &["-U", "--user"],
        r#"(?:^|[\s"'\[,(])(?:-U|--user(?:name)?)["']?[\s=,]{0,3}["']?(?:[A-Za-z0-9_.-]{1,40}(?:/|\\{1,4}))?[A-Za-z][A-Za-z0-9_.$-]{0,40}%(?P<s>[^\s"',)]{3,128})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !["20", "40", "2F", "2f", "3A", "5C", "5c", "{"].iter().any(|hex| found.secret().starts_with(hex)))
    .reach(3, 220)
    .hides("os.Args = [\"smbclient\" \"//fs/scans\" \"-U\" \"CORP/scan%Gr8Wasser\" \"-c\" \"ls\"]")
    .keeps("curl --user app%40corp; df -U 17%"),
    Rule::text(
        "fed-to-command",
        Class::CommandLine,
        &["printf", "echo "],
        r#"\b(?:printf|echo)\s+(?:-[neE]+\s+|--\s+|["']?%s(?:\\n)?["']?\s+)*["']?(?P<s>[^\s"'$|<>;`\\]{6,200})["']?\s*(?:\|\s*|\n\s*(?:[+$#>]{1,4}\s*)?)[^\n|;]{0,140}?(?:password-stdin|pass-stdin|token-stdin|--with-token|--stdin\b|\bpasswd\b|chpasswd|passphrase-fd|-pass(?:in|out)?\s+stdin|sudo\s+-S|\bcryptsetup\b|\bsecret\s+create|kubeseal|htpasswd\s+-[a-zA-Z]*i|\bkinit\b|\bgpg\b|\bsmbpasswd\b|\bsystemd-creds\b|\bunlock\b)"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !found.secret().contains(['(', '{', '=']) && !is_technical(found.secret()) && (shapes::looks_chosen(found.secret()) || is_compound(found.secret())))
    .reach(2, 360)
    .hides("+ printf %s Gr8-Wasser_7kettle\n+ docker login hub.internal -u app --password-stdin")
    .keeps("echo done-17 | tee log; echo \"$PASS\" | docker login --password-stdin; printf %s version-17\nls"),
    Rule::text(
        "service-account-key-id",
        Class::PrivateKey,
        &["private_key_id"],
        r#"(?i)\bprivate_key_id\\{0,3}["']?\s?(?:=>|[:=])\s?\\{0,3}["']?(?P<s>[0-9a-f]{40})\b"#,
        "[key]",
    )
    .hides("\"private_key_id\": \"0123456789abcdef0123456789abcdef01234567\"")
    .keeps("\"private_key_id\": \"missing\""),
    Rule::text(
        "value-with-its-encoding",
        Class::Pair,
        &["hex", "b64", "base64", "encoded", "plain", "clear", "utf8", "utf-8", "ascii", "(enc", "[enc", "rot13"],
        r#"(?i)(?:^|[\s"'{(,;&?|])(?:[a-z0-9]{1,20}[_.-])?(?:psk|key|secret|pass(?:word|wd|phrase|code|wort)?|pwd|pw|token|seed|pin|kennwort|cred(?:ential)?s?)\s?[_.(\[<{-]\s?(?:hex|b64|base64(?:url)?|enc(?:oded)?|plain(?:text)?|clear(?:text)?|utf-?8|ascii|url-?encoded|rot13)[)\]>}]?["']?\s?(?:=>|[:=])\s?["']?(?P<s>[^\s"',;)}\]]{6,400})"#,
        "[password]",
    )
    .when(|found| not_blank(found) && (is_hex(found.secret()) || shapes::looks_chosen(found.secret()) || shapes::looks_random(found.secret(), 12)))
    .reach(44, 420)
    .hides("wifi join failed psk(hex)=4b657373656c77617373657231 ch=11")
    .keeps("key(hex)=missing, token_plain=required, password_base64=invalid"),
    Rule::text(
        "block-of-credential",
        Class::Pair,
        &["cred", "secret", "password", "passphrase", "auth", "login", "zugang", "apikey", "token"],
        r#"(?i)\b(?:[a-z]{1,16}[_-]?)?(?:credentials?|secrets?|password|passphrase|auth(?:entication)?|login|logon|zugangsdaten)["']?\s?(?:[:=]|=>)?\s?[{(<]\s?[^{}\n]{0,140}?\b(?:blob|value|val|data|content|raw|bytes|text|plain|material|response|answer|v)["']?\s?(?:[:=]|=>)\s?["'](?P<s>[^"'\n]{4,200})["']|\b(?:[A-Za-z]{0,16})(?:cred(?:ential)?s?|secret|auth|apikey|token|password)\s?[:=]\s?&?\{[^{}\n]{0,140}?\b(?:Value|Val|Raw|Data|Blob|Text|Plain|Material):(?P<t>[^\s"'{}\[\]]{8,200})[\s}]"#,
        "[secret]",
    )
    .when(|found| {
        let secret = found.secret();
        not_blank(found) && !secret.contains([' ', '/', '<', '(']) && !is_technical(secret) && (shapes::looks_chosen(secret) || is_compound(secret))
    })
    .needs(&["{", "(", "<"])
    .reach(20, 360)
    .hides("credential { kind: PLAIN blob: \"9kWasser2suppe\" }")
    .keeps("secret { name: \"db-main\" value: \"tenant-17\" }, login { text: \"Sign in\" }"),
    Rule::text(
        "field-of-administrator",
        Class::Pair,
        &["admin", "root", "superuser", "operator", "bind", "svc", "sudo", "become", "enable", "master"],
        r#"(?i)(?:^|[\s"'{(,;&?])(?:[a-z0-9][a-z0-9.]{0,20}[_-]){1,3}(?:admin|root|superuser|operator|bind|svc|sudo|become|enable|master)["']?\s?[=:]\s?["']?(?P<s>[A-Za-z0-9!#$%^&*+~?_-]{12,64})(?:["'\s,;&})]|$)"#,
        "[password]",
    )
    .when(|found| not_blank(found) && shapes::looks_drawn(found.secret()) && !is_wordy(found.secret()) && !is_technical(found.secret()) && !found.secret().contains(['_', '-']))
    .reach(44, 90)
    .hides("ansible-playbook site.yml -e \"grafana_admin=7kQm2xWr9TbVn5Lc3H\"")
    .keeps("grafana_admin=enabled, pool-master: node-17-eu-west, cluster_root=Certificate2026Root"),
    Rule::text(
        "account-list-of-cloud-init",
        Class::Pair,
        &["chpasswd"],
        r"(?m)^[ \t]+(?:-\s)?[a-z_][a-z0-9_-]{0,31}:(?P<s>[^\s:\[{][^\s]{3,127})\s*$",
        "[password]",
    )
    .when(|found| not_blank(found) && !matches!(found.secret(), "RANDOM" | "R" | "false" | "true") && !found.secret().starts_with('/'))
    .reach(0, 600)
    .hides("chpasswd:\n  list: |\n     maint:Gr8Wasser\n     fax:kesselwasser")
    .keeps("chpasswd:\n  expire: false\n  list: |\n     maint:RANDOM"),
    Rule::text(
        "sent-to-prompt",
        Class::CommandLine,
        &["send ", "sending "],
        r#"\bsend(?:_user|line|ln)?:?\s+(?:sending\s+)?(?:--\s+)?[\\]{0,2}["'](?P<s>[^"'\\\s]{6,64})\\{1,2}[rn]"#,
        "[password]",
    )
    .when(|found| {
        let asked = || {
            let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(160));
            let near = &found.text[start..found.secret.start];
            ["assword", "assphrase", "ennwort", "asswort"].iter().any(|word| near.contains(word))
        };
        let secret = found.secret();
        let drawn = shapes::looks_typed(secret) || shapes::looks_drawn(secret) || is_bent(secret);
        not_blank(found) && !is_technical(secret) && (drawn || shapes::looks_chosen(secret) && asked())
    })
    .reach(10, 100)
    .hides("expect \"word:\"; send \"Kessel_wasser47\\r\"")
    .keeps("send \"enable\\r\"; send \"terminal length 0\\r\""),
    Rule::text(
        "point-to-point-secret",
        Class::Pair,
        &["chap-secrets", "pap-secrets"],
        r#"(?m)^\s*"?[A-Za-z0-9_@.*-]{1,40}"?[ \t]+"?[A-Za-z0-9_.*-]{1,40}"?[ \t]+"?(?P<s>[^\s#"]{4,64})"?[ \t]+(?:\*|[0-9.]{7,15}|-)\s*$"#,
        "[secret]",
    )
    .when(not_blank)
    .reach(0, 600)
    .hides("cat /etc/ppp/chap-secrets\n# client server secret IP\nbranch-7 * kettleRiver29 *")
    .keeps("cat /etc/ppp/chap-secrets\n# client server secret IP\npppd 2.4.9 started"),
    Rule::text(
        "mainframe-logon",
        Class::CommandLine,
        &["logon ", "pwd(", "pass(", "password(", "pswd(", "passwd("],
        r#"\bLOGON\s(?:[A-Z]{2,8}/)?[A-Z0-9]{2,8}/(?P<s>[^\s,/()]{4,16})|\b[A-Z]{0,10}(?:PWD|PASS|PASSWORD|PSWD|PASSWD)\(["']{0,2}(?P<t>[^'")\s*&]{4,64})["']{0,2}\)"#,
        "[password]",
    )
    .when(not_blank)
    .reach(12, 100)
    .hides("LOGON TSO/BKUSER/PINE44XR,SIZE(4096); RMTPWD('OAK7SHOAL')")
    .keeps("LOGON failed for 17/4, checkPass(user1), RMTPWD(*NONE)"),
    Rule::text(
        "key-on-paper",
        Class::PrivateKey,
        &["paper key", "paperkey", "secret-key", "secret key", "private key"],
        r"(?m)^\s*[0-9]{1,3}:\s(?P<s>[0-9A-F]{2}(?:\s[0-9A-F]{2}){7,39}|[0-9A-Fa-f]{4,8}(?:\s[0-9A-Fa-f]{4,8}){3,15}\s-\s[0-9a-f]{2,4})\b",
        "[key]",
    )
    .reach(0, 1500)
    .hides("paper key:\n  1: 03 E4 A7 11 9C 5D 2B 80 F1 22\n")
    .keeps("secret key not found\n 1: 03 E4 done"),
    Rule::text(
        "told-seed-words",
        Class::PrivateKey,
        &["seed", "mnemonic", "recovery", "backup words", "wallet", "phrase", "wörter", "mots", "palabras"],
        r#"(?m)^[\s>|*-]*["'`]?(?P<s>[a-z]{3,8}(?:,? [a-z]{3,8}){11,23})["'`.]?\s*$|(?P<t>\b1[.):]?\s?[a-z]{3,8}(?:[,;\s]{1,3}[0-9]{1,2}[.):]?\s?[a-z]{3,8}){11,23})\b"#,
        "[key]",
    )
    .when(is_word_list)
    .reach(300, 400)
    .hides("the twelve recovery words, I typed\n  ribbon lunar oxygen drastic pulp sentence mandate grape cradle vivid orphan timber\nfine")
    .keeps("recovery of the node\nthe node was taken out and the other one has been asked for all that was lost"),
    Rule::text(
        "phrase-of-words",
        Class::Prose,
        &["phrase", "words", "wörter", "passwortsatz", "frase", "fraza", "fras", "safe word", "code word", "prompt", "in that order"],
        r#"["“„«`](?P<s>[a-zäöüåéèñ]{3,12}(?:[ -][a-zäöüåéèñ]{3,12}){3,9})["”“»`]|\b(?:be|is|was|it['’]s|typed|went for|picked|say|said|ist|war|lautet|est|était|es|era|è|foi|to|är)\s(?P<t>[a-z]{4,12}(?:[ -][a-z]{4,12}){2,7}?)(?:\s(?:or|and|oder|ou|o|i)\s|[,.;:)!]|\s[—–(-]|\s*$|\n)|(?P<u>\b[a-z]{3,12}(?: [a-z]{3,12}){2,7}), in that order"#,
        "[password]",
    )
    .when(is_phrase_of_words)
    .reach(160, 200)
    .hides("I tried the phrase you gave me but it must be kettle sparrow cobalt thimble or something like that")
    .keeps("the phrase is never stored anywhere else, the words \"could not find any file\" were logged"),
];

/// An even number of hex digits, eight at least, that are no date and no number.
fn is_hex(value: &str) -> bool {
    value.len() >= 8 && value.len().is_multiple_of(2) && value.bytes().all(|b| b.is_ascii_hexdigit())
}

/// Words of a mnemonic follow each other without any that joins a sentence.
fn is_word_list(found: &Found<'_>) -> bool {
    !found.secret().split(|c: char| !c.is_alphabetic()).any(is_common)
}

/// Words that no sentence holds in such a row, where somebody speaks of a phrase.
fn is_phrase_of_words(found: &Found<'_>) -> bool {
    let start = found.text.ceil_char_boundary(found.secret.start.saturating_sub(160));
    let head = found.text[start..found.secret.start].to_lowercase();
    // `passphrase_command = "…"`: what is run to get it.
    let field = head.trim_end_matches(['"', '“', '„', '«', '`', ' ', ':', '=']);
    if ["command", "cmd", "script", "hint", "prompt", "file", "help"]
        .iter()
        .any(|end| field.strip_suffix(end).is_some_and(|name| name.ends_with(['_', '-', '.'])))
    {
        return false;
    }
    let order = found.text[found.secret.end..].trim_start_matches([',', ' ']).starts_with("in that order");
    let count = found.secret().split([' ', '-']).count();
    let prompted = head.contains(" prompt") && ["type", "luks", "unlock"].iter().any(|word| head.contains(word));
    let named =
        ["safe word", "safeword", "code word", "codeword", "secret word"].iter().any(|word| head.contains(word));
    let speaks = order
        || prompted
        || count >= 3 && named
        || [
            "phrase",
            "recovery words",
            "secret words",
            "frase de",
            "frase segreta",
            "lösenfras",
            "passwortsatz",
            "losungs",
        ]
        .iter()
        .any(|word| head.contains(word));
    let speaks = speaks && !head.contains("rephrase") && !head.contains("phrase query");
    let words = found.secret().split([' ', '-']);
    speaks && (count >= 4 || named) && !words.into_iter().any(|word| is_common(word) || bends(word))
}

/// Endings that sentences have and lists of nouns seldom.
fn bends(word: &str) -> bool {
    let long = word.len() > 4;
    long && (["ing", "ed", "ly", "tion", "able", "ieren", "ment"].iter().any(|end| word.ends_with(end)))
}

/// Words of sentences and of logs.
fn is_common(word: &str) -> bool {
    const COMMON: &str = " the and was were has have not for with from that are been will its all but can could should would must may might never always only still same other every each \
     some any none both here there when where while before after then than into over under again more most less least very just also even ever else once this these those they them their your our you his her \
     she who what which how why did does done had because about above below between through during without within against out off down too did get got gets make made take taken use used set \
     error errors file files user users value invalid missing empty wrong failed found open close read write stored kept known given sent lost found line lines time times data name names type \
     der die das ist war nicht und oder für mit von wird wurde kein keine aber auch nur noch immer nie sehr les des est pas dans pour avec mais une sur qui que los las para con por una muy pero \
     non che per una sono della nel het een niet voor van maar jest nie oraz ale att och som inte ";
    COMMON.contains(&format!(" {} ", small(word)))
}
