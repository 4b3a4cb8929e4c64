//! Names under which frameworks, tools and other languages keep a secret, beyond the common ones of `key_words`.
//!
//! What a framework signs or salts with opens every session of it, so those names weigh as much as `password`.

use crate::sanitizer::rule::{Class, Rule, Weight};

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "framework-secret",
        Class::Pair,
        Weight::Strong,
        "signing_salt encryption_salt encrypted_cookie_salt encrypted_signed_cookie_salt cookie_salt session_salt password_salt passwordsalt hash_salt \
         hashids_salt api_token_salt transfer_token_salt secure_auth_salt logged_in_salt nonce_salt auth_salt secret_token db_key_base otp_key_base \
         cookie_secret session_secret cookie_key fernet_key jwt_secret jwt_signing_secret admin_secret blowfish_secret hmac_secret \
         turn_secret turn_shared_secret static_auth_secret registration_shared_secret form_secret macaroon_secret_key rpc_secret sync_secret agent_secret \
         otp_seed totp_seed hotp_seed mfa_seed 2fa_seed otp_secret totp_secret hotp_secret mfa_secret 2fa_secret authenticator_secret authenticator_seed otp_key totp_key wallet_seed \
         gossip_key cluster_secret cluster_cookie erlang_cookie magic_cookie vapid_private_key xauth_cookie zapi_secret client_state notification_secret",
        "[secret]",
    )
    .hides("endpoint, signing_salt: \"/Qz8kW2v\"")
    .keeps("signing_salt is not set, session_secret: missing, cookie_secret=required"),
    Rule::key(
        "framework-key",
        Class::Pair,
        Weight::Medium,
        "app_keys validation_key decryption_key machine_key issuer_signing_key symmetric_key secure_auth_key logged_in_key nonce_key \
         nextauth_secret encryption_secret obfuscation_key data_encryption_key key_encryption_key kek dek master_encryption_key transit_key \
         recovery_key rescue_key tde_key seal_key unseal_share key_share nkey_seed nkey user_seed account_seed operator_seed \
         private_key_pem private_key_data client_key_data tls_key_data keystore_data jks_data p12_data pfx_data",
        "[key]",
    )
    .hides("validationKey=\"7Kq2Wm9Xr4Tb5Nv8Lc3Hd6\"")
    .keeps("validation_key: missing, machineKey section not found"),
    Rule::text(
        "session-node-cookie",
        Class::Cookie,
        &["jsessionid", "aspsessionid", "cfid=", "cftoken="],
        r#"(?i)\b(?:jsessionid(?:\.[0-9a-z_-]{1,24})?|aspsessionid[a-z]{0,10}|cftoken)\s?[=:]\s?["']?(?P<s>[A-Za-z0-9!._~-]{10,200})"#,
        "[cookie]",
    )
    .hides("JSESSIONID.4c1e=node01k2m3n4p5q6r7s8t9.node0; path=/")
    .keeps("JSESSIONID=missing, JSESSIONID: absent"),
    Rule::text(
        "request-forgery-token",
        Class::Cookie,
        &["crumb"],
        r#"(?i)\b(?:jenkins-)?crumb["']?\s?[=:]\s?["']?(?P<s>[0-9a-f]{32,128})"#,
        "[token]",
    )
    .hides("Jenkins-Crumb: 0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef")
    .keeps("Jenkins-Crumb: missing, breadcrumb: home"),
    Rule::text(
        "cache-account-command",
        Class::CommandLine,
        &["acl setuser", "hello 3 auth", "hello 2 auth", " auth2 ", "config set requirepass", "config set masterauth", "auth "],
        r#"(?i)\bacl\s+setuser\s+[^\n]{1,200}?\s[><](?P<s>[^\s"']{3,200})|\bhello\s+[23]\s+auth\s+\S{1,64}\s+(?P<t>[^\s"']{3,200})|\sauth2\s+\S{1,64}\s+(?P<u>[^\s"']{3,200})|\bconfig\s+set\s+(?:requirepass|masterauth)\s+["']?(?P<v>[^\s"']{3,200})"#,
        "[password]",
    )
    .when(|found| !found.secret().starts_with('['))
    .reach(2, 420)
    .hides("> ACL SETUSER reader on >Gr8Wasser ~job:* +@read")
    .keeps("ACL SETUSER reader off ~job:* +@read; auth failed"),
    Rule::text(
        "database-login-procedure",
        Class::Sql,
        &["sp_addlogin", "sp_addlinkedsrvlogin", "sp_password", "opendatasource", "openrowset"],
        r"(?i)\bsp_addlogin\s+N?'[^'\n]{1,80}'\s*,\s*N?'(?P<s>[^'\n]{1,128})'|\bsp_addlinkedsrvlogin\s[^\n]{1,200}?,\s*N?'(?P<t>[^'\n]{2,128})'\s*(?:;|$|\n)|\bsp_password\s+(?:N?'[^'\n]{0,128}'|null)\s*,\s*N?'(?P<u>[^'\n]{1,128})'|\bopenrowset\s*\([^,\n]{1,60},\s*'[^';\n]{1,80}';\s*'[^'\n]{1,64}';\s*'(?P<v>[^'\n]{1,128})'",
        "[password]",
    )
    .when(|found| !found.secret().starts_with('['))
    .hides("EXEC sp_addlogin N'app', N'Gr8Wasser'")
    .keeps("EXEC sp_addlogin failed: permission denied"),
];
