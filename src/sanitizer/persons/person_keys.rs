//! Keys under which standards and other languages keep a person: directories, payments, personnel files, audit lines.

use crate::sanitizer::rule::{Class, Rule, Weight};
use crate::sanitizer::words::context::behind;
use crate::sanitizer::words::machines::is_service;
use crate::sanitizer::words::organisations::belongs_to_thing;

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "standard-name-field",
        Class::Name,
        Weight::Personal,
        "actor_name principal_name subject_name signer_name creator_name debtor_name creditor_name dbtr/nm cdtr/nm ultmtdbtr/nm ultmtcdtr/nm nm/prvt \
         nom_usage nom_naissance nom_famille prenom prénoms nome_cliente nombre_cliente nombre_y_apellidos primer_apellido segundo_apellido anzeigename \
         vorgesetzter vorgesetzte rufname geburtsname geboortenaam meisjesnaam mädchenname birth_name ansprechperson kontoinhaber versicherter nome_e_cognome achternaam voornaam roepnaam tussenvoegsel \
         förnamn efternamn fornavn etternavn efternavn etunimi sukunimi křestní_jméno příjmení jméno_a_příjmení meno_a_priezvisko priezvisko \
         prenume nume_complet ad_soyad adı_soyadı soyadı 担当者名 顧客名 フリガナ 联系人 收件人 客户姓名 고객명 담당자명 수취인 ім'я_та_прізвище прізвище отчество",
        "[name]",
    )
    .hides("audit: actor_name=\"Ottokar Prohaska\" action=key.rotate; Cdtr/Nm: Zsófia Nagy")
    .keeps("actor_name=unknown action=key.rotate, Cdtr/Nm: missing"),
    Rule::text(
        "half-that-does-not-parse",
        Class::Name,
        &["surname", "last name", "first name", "given name", "family name", "full name", "display name", "nachname", "vorname", "prénom", "apellido", "cognome"],
        r#"(?i:\b(?:bad|invalid|illegal|malformed|unparsable|unexpected|unknown|duplicate|ungültiger|nom|cannot parse|for)\s(?:surname|(?:last|first|given|family|full|display) name|nachname|vorname|prénom|apellido|cognome))\s?:?\s["'`«](?P<s>\p{Lu}[\p{L}'’-]+(?: \p{Lu}[\p{L}'’-]+){0,3})["'`»]"#,
        "[name]",
    )
    .when(|found| !belongs_to_thing(found.secret()))
    .reach(24, 100)
    .hides("ParseException: bad surname \"Quendler-Nagy\" at offset 9")
    .keeps("bad surname \"Unknown\" at offset 9, invalid first name 'x'"),
    Rule::text(
        "directory-attribute",
        Class::Name,
        &["\nsn: ", "\ncn: ", "\ngn: ", "\ninitials: ", "\ngecos: ", "\nsurname: ", "\ngivenname: ", "\ndescription: ", "\nfn:", "\nn:", "\nnote:", "\nadr", "\nnickname:"],
        r"(?i)\n(?:sn|cn|gn|initials|gecos|surname|givenName|fn|n|note|nickname|adr(?:;[a-z=,]{1,40})?): ?(?P<s>[^\n\r]{2,200})",
        "[name]",
    )
    .when(|found| {
        let secret = found.secret().trim();
        let head = behind(found.text, found.secret.start, 800);
        let card = head.contains("BEGIN:VCARD");
        let entry = head.contains("dn: ") || head.contains("objectClass: ");
        (card || entry)
            && !secret.starts_with('[')
            && secret.chars().any(char::is_alphabetic)
            && (card || secret.starts_with(char::is_uppercase) || secret.contains(' '))
            && !is_service(secret)
    })
    .reach(2, 220)
    .hides("dn: cn=[name],ou=people,dc=acme\nobjectClass: inetOrgPerson\nsn: Prohaska\n")
    .keeps("status:\nsn: Prohaska\n"),
    Rule::text(
        "first-name-beside-second",
        Class::Name,
        &["nombre=", "nombre:", "nombre\"", "nome=", "nome:", "nome\"", "nom=", "nom:", "nom\"", "name=\""],
        r#"(?i)(?:\bapellidos?|\bcognome|\bsobrenome|\bpr[ée]nom|\bprimer_apellido)\b[^\n]{1,80}?\b(?:nombre|nome|nom)["']?\s?[=:]\s?["']?(?P<s>[^\s"',;=:()\[\]{}]{2,60})|\b(?:nombre|nome|nom)["']?\s?[=:]\s?["']?(?P<t>[^\s"',;=:()\[\]{}]{2,60})["',;\s]{1,4}[^\n]{0,40}?\b(?:apellidos?|cognome|sobrenome|pr[ée]nom)\b"#,
        "[name]",
    )
    .when(|found| found.secret().starts_with(char::is_uppercase))
    .reach(130, 150)
    .hides("fila 19: apellidos=\"Prohaska\" nombre=\"Ottilia\"")
    .keeps("fila 19: nombre=\"Ventas\" importe=12"),
    Rule::text(
        "spoken-number-name",
        Class::Identity,
        &["identifikationsnummer", "steuer-id", "steuernummer", "snils", "sozialversicherungsnummer", "rentenversicherungsnummer", "personalausweis", "steueridentifikation", "reisepass"],
        r"(?i)\b(?:(?:steuer|umsatzsteuer)-?identifikationsnummer|steuer-id(?:nr)?\.?|steuernummer|snils|(?:sozial|renten)versicherungsnummer|sv-nummer)[\s:#]{1,3}(?P<s>[0-9A-Z][0-9A-Z /.-]{6,18}[0-9])",
        "[personal]",
    )
    .hides("Die Steuer-Identifikationsnummer 12 345 678 903 ist nicht gemeldet; SNILS 111-222-333 44")
    .keeps("Die Steuernummer fehlt, snils: missing"),
    Rule::text(
        "cell-of-name",
        Class::Name,
        &["\"value\"", "value=", "\"val\""],
        r#"(?i)"?\b(?:cell|column|col|field|attribute|attr|spalte|feld|champ|campo|header)"?\s?[:=]\s?"(?:name|vorname|nachname|surname|last ?name|first ?name|full ?name|nom|prénom|nombre|apellidos?|cognome|nome|imię|nazwisko|employee|mitarbeiter)"[\s,;]{1,3}"?(?:value|val|wert|valeur|valor|valore)"?\s?[:=]\s?"(?P<s>[^"\n]{2,80})""#,
        "[name]",
    )
    .when(|found| found.secret().starts_with(char::is_uppercase) && !found.secret().bytes().any(|b| b.is_ascii_digit() || b == b'_'))
    .reach(120, 120)
    .hides("{\"line\":7,\"cell\":\"Name\",\"value\":\"Ågård-Thorsen\",\"want\":\"integer\"}")
    .keeps("{\"line\":7,\"cell\":\"Name\",\"value\":\"17\",\"want\":\"text\"}"),
];
