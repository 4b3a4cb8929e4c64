//! Credentials with a shape of their own: in URLs, headers, SQL, command lines, keys in armour.

use crate::sanitizer::looks::blanks;
use crate::sanitizer::looks::blanks::not_blank;
use crate::sanitizer::looks::shapes;
use crate::sanitizer::rule::{Class, Found, Rule};
use crate::sanitizer::words::context::before;

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "url-password",
        Class::Url,
        &["://"],
        r#"\b[A-Za-z][A-Za-z0-9+.-]{1,30}://[^\s/?#:@"'<>]{0,128}(?:@[A-Za-z0-9-]{1,40}(?:\.[A-Za-z0-9-]{1,40}){1,4})?:(?P<s>[^\s"'<>/]{1,256}|[^\s"'<>@]{1,256})@[^\s@/"'<>:?#,]"#,
        "[password]",
    )
        .when(|found| {
        // `host:8080/path@x` is a port and a path.
        let port = found.secret().split(['/', '?', ',']).next().unwrap_or("");
        not_blank(found) && !(found.secret().contains(['/', ',']) && port.bytes().all(|b| b.is_ascii_digit()))
    })
    .reach(40, 500)
    .hides("connect postgres://app:kR4t-vogel@db.internal:5432/app failed, smtps://app@acme.example:kR4t-vogel@mail.internal")
    .keeps("connect postgres://app@db.internal:5432/app?sslmode=require failed, redis://app@c1.internal:6379,app@c2.internal"),
    Rule::text(
        "url-token-user",
        Class::Url,
        &["://"],
        r#"\b(?:https?|nats|tls|wss?)://(?P<s>[A-Za-z0-9_~.+%-]{12,256})@[A-Za-z0-9]"#,
        "[token]",
    )
    .when(|found| shapes::looks_chosen(found.secret()))
    .reach(12, 400)
    .hides("clone https://5xv8Qw2rT9pLk3m@git.internal/ops.git")
    .keeps("clone https://deploy-robot@git.internal/ops.git"),
    Rule::text(
        "dsn-password",
        Class::Url,
        &["@tcp(", "@unix("],
        r#"[A-Za-z0-9_.-]{1,64}:(?P<s>[^\s"'/]{1,200})@(?:tcp|unix)\("#,
        "[password]",
    )
    .when(not_blank)
    .reach(280, 8)
    .hides("dsn app:Gr8-Wasser@tcp(db.internal:3306)/app")
    .keeps("dsn app@tcp(db.internal:3306)/app"),
    Rule::text(
        "sql-identified",
        Class::Sql,
        &["identified"],
        r#"(?i)\bidentified\s+(?:with\s+[a-z0-9_'"]+\s+)?(?:by|as)(?:\s+password|\s+values)?\s*(?:"(?P<t>[^"\n]{1,200})"|'(?P<u>[^'\n]{1,200})'|(?P<s>[^\s"';,()]{4,100}))"#,
        "[password]",
    )
    .when(|found| not_blank(found) && !numbers_revision(found) && !is_passive(found))
    .reach(2, 320)
    .hides("CREATE USER app IDENTIFIED BY 'kR4tvogel'")
    .keeps("the row is identified by its key, IDENTIFIED BY ''"),
    Rule::text(
        "sql-password",
        Class::Sql,
        &["password"],
        r#"(?i)\b(?:encrypted\s+)?password(?:\s+for\s+\S+)?\s*[=(]?\s*(?:N|E)?'(?P<s>(?:[^'\n]|''){1,200})'"#,
        "[password]",
    )
    // Between `'password'` and `'url'` stands no value.
    .when(|found| {
        not_blank(found)
            && (found.secret().len() > 4 || found.secret().contains(char::is_alphanumeric))
            && !asks_object(found)
    })
    .needs(&["'"])
    .hides("ALTER ROLE app WITH LOGIN PASSWORD 'kR4tvogel'")
    .keeps("ALTER ROLE app PASSWORD NULL; syntax error at or near \"PASSWORD\""),
    Rule::text(
        "sql-replaced-password",
        Class::Sql,
        &["replace "],
        r#"(?i)\bidentified\s+by\s+[^\n;]{1,200}?\sreplace\s+(?:"(?P<t>[^"\n]{1,200})"|'(?P<u>[^'\n]{1,200})'|(?P<s>[^\s"';]{4,100}))"#,
        "[password]",
    )
    .when(not_blank)
    .reach(240, 220)
    .hides("ALTER USER app IDENTIFIED BY \"[password]\" REPLACE \"Gr8Wasser\"")
    .keeps("CREATE OR REPLACE VIEW v AS SELECT 1"),
    Rule::text(
        "sql-cipher-key",
        Class::Sql,
        &["pgp_sym_", "aes_encrypt", "aes_decrypt", "hmac(", "encryptbypassphrase", "decryptbypassphrase"],
        r"(?i)\b(?:(?:pgp_sym_(?:en|de)crypt(?:_bytea)?|aes_(?:en|de)crypt|hmac)\s?\([^()\n]{1,200}?,\s*|(?:en|de)cryptbypassphrase\s?\(\s*N?)'(?P<s>[^'\n]{3,200})'",
        "[password]",
    )
    .when(not_blank)
    .hides("SELECT pgp_sym_decrypt(doc, 'lapwing under north pier') FROM t")
    .keeps("SELECT pgp_sym_decrypt(doc, $1) FROM t"),
    Rule::text(
        "oracle-logon",
        Class::Url,
        &["thin:", "sqlplus", "rman ", "expdp", "impdp", "sqlldr", "connect ", "conn ", "userid="],
        r#"(?i)(?:\bthin:|\buserid=["']?|\b(?:sqlplus|rman|expdp|impdp|sqlldr|conn(?:ect)?)\s+(?:(?:-[a-z]+|target|catalog|auxiliary)\s+)*["']?)[a-z0-9_$#.]{1,40}/(?:"(?P<t>[^"\n]{1,100})"|(?P<s>[^\s@/"']{1,100}))(?:@|\s+as\s+sys)"#,
        "[password]",
    )
    .when(not_blank)
    .hides("jdbc:oracle:thin:app/Gr8Wasser@//db.internal:1521/app refused; CONNECT app/Gr8Wasser@prod")
    .keeps("jdbc:oracle:thin:@//db.internal:1521/app refused, connect to tenants/17@eu, connect / as sysdba"),
    Rule::text(
        "sql-values",
        Class::Payload,
        &["insert into", "replace into"],
        r#"(?i)\b(?:insert|replace)\s+into\s+[^()\n]{1,120}?(?:\([^()\n]{1,600}\)\s*)?values\s*\((?:[0-9]{1,9}, ?)?(?P<s>[^\n]{1,2000}?)\)\s*(?:;|$|\n|"|returning|on conflict|\)|--|/\*|failed|violates|error)"#,
        "[payload]",
    )
    .when(|found| found.secret().contains(['\'', '"']) && !found.secret().starts_with("[payload"))
    .reach(0, 900)
    .hides("INSERT INTO users (name, login) VALUES ('Zsófia', 'zs') failed; INSERT INTO users (name) VALUES ('Zsófia')")
    .keeps("INSERT INTO users (id, seen) VALUES ($1, 17) failed"),
    Rule::text(
        "signed-query",
        Class::Url,
        &["&p=", "sig=", "signature=", "token=", "code=", "key=", "credential=", "ticket=", "assertion=", "samlresponse=", "samlrequest=", "policy="],
        r#"(?i)[?&]u=[^&\s]{1,64}&p=(?P<t>[^\s&"'<>;,)]{4,})|[?&;](?:sig|signature|x-amz-signature|x-amz-security-token|x-amz-credential|x-goog-signature|x-goog-credential|awsaccesskeyid|googleaccessid|policy|key-pair-id|hmac|code|ticket|st|auth|key|access_token|id_token|token|samlresponse|samlrequest)=(?P<s>[^\s&"'<>;,)]{12,})"#,
        "[token]",
    )
    .when(|found| {
        let secret = found.secret();
        !blanks::is_blanked(secret) && secret.bytes().any(|b| b.is_ascii_digit() || b.is_ascii_uppercase())
            && !shapes::is_identifier(secret)
    })
    .reach(32, 2048)
    .hides("GET https://blob.internal/b/f.bin?sv=2024-05-04&sig=Zk3Jq8Wm1Xr7Tb5Nv2Lc9Hd4%3D returned 403")
    .keeps("GET https://blob.internal/b/f.bin?sv=2024-05-04&code=not_found returned 404"),
];

/// "revision identified by '6d58…'": what a tool calls a step of a schema; `IDENTIFIED BY :new_pw;`: a variable.
fn numbers_revision(found: &Found<'_>) -> bool {
    let head = &found.text[found.text.floor_char_boundary(found.secret.start.saturating_sub(40))..found.secret.start];
    let hex = found.secret().len() <= 40 && found.secret().bytes().all(|b| b.is_ascii_hexdigit());
    let variable = found
        .secret()
        .strip_prefix(':')
        .is_some_and(|name| !name.is_empty() && name.bytes().all(|b| b.is_ascii_lowercase() || b == b'_'));
    variable || hex && ["revision", "commit", "migration"].iter().any(|word| head.to_lowercase().contains(word))
}

/// Whether the value is neither blanked out nor a variable.
/// "keys are identified by service and account": a sentence, and no statement.
fn is_passive(found: &Found<'_>) -> bool {
    let near = before(found.text, found.secret.start, 32);
    // "is identified as excluded": said of anything.
    if near.ends_with("identified as ") && found.secret().bytes().all(|b| b.is_ascii_lowercase()) {
        return true;
    }
    ["is identified by ", "are identified by ", "be identified by ", "was identified by "]
        .iter()
        .any(|end| near.ends_with(end))
}

/// `resolver->password('mail.relay')`: the method of an object is given a name.
fn asks_object(found: &Found<'_>) -> bool {
    let head = found.text[..found.secret.start].strip_suffix("('").unwrap_or("");
    let object = head.len().checked_sub("password".len()).and_then(|at| head.get(..at)).unwrap_or("");
    ["->", "::", "?."].iter().any(|joint| object.ends_with(joint))
        && found.secret().bytes().all(|b| b.is_ascii_lowercase() || b"._-/".contains(&b))
}
