//! Field names whose values are secret or personal.
//!
//! `_` stands for any joint, so that `api_key` covers `apiKey`, `API-KEY`, `api.key` and
//! `api key`. A name counts only at the end of a field: `db_password` is one, `password_policy`
//! is not. Which values of such a field may stay is decided in `harmless`.

use crate::sanitizer::rule::{Class, Rule, Weight};

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "password-field",
        Class::Pair,
        Weight::Strong,
        "password passwd pwd pw pass pass_word clave pswd passphrase pass_phrase passcode pass_code userpass dbpass mailpass adminpass ldappass netpass smtppass imappass ftppass sshpass vpnpass wifipass proxypass rootpass syspass bindpass certpass sslpass pfxpass \
         dbpw userpw adminpw mailpw ldappw oraclepwd mssqlpwd dbpwd userpwd adminpwd rootpwd bindpwd svcpwd sapwd \
         mysql_pwd pgpass kennwort passwort losungswort losung contraseñ contrasen contrasenya \
         mot_de_passe mot_passe motdepasse mdp senha palavra_passe wachtwoord paswoord hasł haśl haslo \
         lösenord losenord hesl parol şifre sifre jelsz salasan adgangskod \
         kodeord passord лозинк парол гасл κωδικ 密码 密碼 口令 パスワード \
         暗証番号 비밀번호 암호 mật_khẩu kata_sandi รหัสผ่าน zapork lozink gesl slaptažod \
         كلمة_المرور كلمة_السر רמز סיסמה סיסמא גסיסמה رمز_عبور پاسورڈ पासवर्ड kod_pristupa psk preshared_key pre_shared_key wpa_passphrase wifi_key requirepass masterauth pin_code \
         pincode pin passwrd pasword paswd passwrod passwod passowrd pssword psswd pswrd psword psswrd paswrd passworsd passsword puk passwords \
         wlan_key wpa_key bindpw rootpw bind_pw wpa2_key snmp_community community_string rocommunity rwcommunity wep_key hotspot_key \
         wlan_schlüssel netzwerkschlüssel wifi_code wlan_code door_code alarm_code gate_code unlock_phrase secret_phrase security_phrase pepper storepass keypass \
         parole_d_accès phrase_de_passe phrase_secrète frase_de_paso frase_di_accesso code_d'accès code_d_accès 비번 패스워드 passwort_neu parool slaptaž lozinka geslo код_доступу vergeslo adgangsord paroli parole_wifi wlan_passwort zugangswort passwd_new passnya sandi_baru contra_nueva clave_de_acceso clave_nueva cod_acces parolă κωδικό κωδικός",
        "[password]",
    )
    .hides("login refused: db_password=Tr0ub4dor-and-3 host=db.internal")
    .keeps("password_policy=strict password: must be at least 12 characters"),
    Rule::key(
        "secret-field",
        Class::Pair,
        Weight::Strong,
        "secret secrets secret_value two_factor_secret basic_auth smtp_auth http_auth ftp_auth proxy_auth client_secret clientsecret shared_secret credential cred creds \
         credentials mnemonic seed_phrase recovery_phrase recovery_code recovery_codes \
         backup_code backup_codes geheimnis secreto_compartido shared_access_secret app_secret consumer_secret secret_key_base secret_base \
         webhook_secret signing_secret recovery_hint password_hint passwort_hinweis pw_hint pwd_hint security_answer secret_answer question_answer секрет secreto",
        "[secret]",
    )
    .hides("clientSecret: 'vQ8~banana-boat-77'")
    .keeps("secret_name=prod-db; secret: not found"),
    Rule::key(
        "token-field",
        Class::Pair,
        Weight::Medium,
        "token tokens jwt bearer csrf_token xsrf_token sas_token offline_token remember_token service_token deploy_token bot_token webhook_token auth_token access_token refresh_token api_token \
         auth_code authorization_code \
         device_code magic_link id_token sas session_id sessionid session_key \
         session_token session_state csrf xsrf client_assertion assertion saml_response samlresponse \
         code_verifier authorization proxy_authorization x_auth refresh_cookie ticket_granting \
         токен 令牌 トークン 토큰 jeton",
        "[token]",
    )
    .hides("refresh_token=kq7Zp0Wn3Lx9Vb2T")
    .keeps("max_tokens=4096 token_type=Bearer token: expired"),
    Rule::key(
        "one-time-code-field",
        Class::Pair,
        Weight::Strong,
        "otp totp otp_code totp_code otp_value otp_pin mfa_pin sms_pin sms_tan unlock_pin device_pin card_pin sim_pin user_pin tan_code twofactor_code two_factor_code mfa_code 2fa_code one_time_code one_time_password verification_code security_code \
         login_code sms_code user_code passkey_code confirmation_code access_code unlock_code bestätigungscode sicherheitscode \
         zugangscode freischaltcode einmalcode verifizierungscode verificatiecode toegangscode tan",
        "[token]",
    )
    .hides("your verification code is 493021")
    .keeps("verification code is invalid, otp: required, totp=enabled"),
    Rule::key(
        "key-field",
        Class::Pair,
        Weight::Medium,
        "api_key apikey authentication_key access_key access_key_id secret_key secret_access_key private_key \
         account_key storage_key shared_access_key shared_key signing_key encryption_key \
         decryption_key master_key auth_key license_key licence_key subscription_key \
         function_key ssh_key app_key application_key app_id_key webhook_key deploy_key \
         service_key admin_key root_key hmac_key crypto_key data_key consumer_key \
         primary_access_key secondary_access_key integration_key ingest_key write_key \
         instrumentation_key server_key client_key wrapping_key unwrapped_key unwrapped_material key_material plaintext_key plaintext_dek unwrapped_dek unseal_key clave_api \
         api_schlüssel schlüssel clé_api sas_key minio_secret_key storage_account_key x_functions_key ocp_apim_subscription_key",
        "[key]",
    )
    .hides("x-api-key: 7f3kq9s2mz")
    .keeps("primary_key=id foreign_key=tenant_id cache_key=tenant:17:policies"),
    Rule::key(
        "weak-key-field",
        Class::Pair,
        Weight::Weak,
        "key salt seed passkey parola_chiave palabra_clave kata_kunci",
        "[key]",
    )
    .hides("lookup failed: key=Zk3Jq8Wm1Xr7Tb5Nv2Lc9Hd4")
    .keeps("key=tenant-17 cache_key=tenant:17:policies sort_key=created_at"),
    Rule::key(
        "signature-field",
        Class::Pair,
        Weight::Weak,
        "sig signature hmac auth code nonce x_amz_signature x_goog_signature x_amz_credential \
         x_amz_security_token sign state_token",
        "[token]",
    )
    .hides("callback?sig=Zk3Jq8Wm1Xr7Tb5Nv2Lc9Hd4")
    .keeps("code=invalid_grant auth=none signature=invalid"),
    Rule::key(
        "cookie-field",
        Class::Cookie,
        Weight::Medium,
        "phpsessid jsessionid asp.net_sessionid aspsessionid connect.sid sid sessid session \
         session_cookie laravel_session _gitlab_session auth_cookie aspxauth \
         aspnetcore.cookies remember_me remember_token",
        "[cookie]",
    )
    .hides("JSESSIONID=0A1F8C33D2E94B67")
    .keeps("session: closed after 30 s, session=3"),
];
