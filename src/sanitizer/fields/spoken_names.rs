//! The names of secrets in other languages than English, with and without their accents.
//!
//! `key_words` has the names for passwords that bend; here stand those of keys, tokens and codes, which do not.

use crate::sanitizer::rule::{Class, Rule, Weight};

pub(crate) const RULES: &[Rule] = &[
    Rule::key(
        "spoken-secret-name",
        Class::Pair,
        Weight::Strong,
        "parola_chiave parola_d'ordine palabra_clave palabra_de_paso código_de_acceso codigo_de_acceso codice_di_accesso code_d'accès code_d'acces código_de_acesso \
         zugangspasswort zugangskennwort entsperrcode geheimzahl geheimcode wiederherstellungsschlüssel wiederherstellungscode toegangssleutel adgangsnøgle \
         kod_dostępu kod_dostepu přístupový_kód hozzáférési_kód код_доступа код_доступу кодовое_слово пин_код erişim_kodu cod_de_acces \
         暗号 合言葉 认证码 授权码 验证码 認証コード 인증번호 인증코드 \
         mat_khau kata_laluan contrasinal pasahitza lykilorð lykilord fjalëkalim fjalekalim slaptazod salasõna nenosiri \
         tunnussana wachtzin lösenfras salalause codice_segreto codigo_secreto código_secreto kennphrase kennsatz passsatz losenfras \
         parola_d_accesso parola_di_accesso codigo_acceso codice_accesso clave_acceso код_подтверждения συνθηματικ パスフレーズ 通行密码 登录密码 \
         password_bd пасворд",
        "[password]",
    )
    .hides("paghe: parola_chiave=\"MwRtLX3Quk55\"")
    .keeps("parola_chiave: mancante, Entsperrcode=required"),
    Rule::key(
        "spoken-key-name",
        Class::Pair,
        Weight::Medium,
        "密钥 秘钥 金鑰 密鑰 私钥 秘密鍵 暗号鍵 비밀키 암호화키 секретный_ключ закрытый_ключ секретний_ключ clé_secrète clé_privée clave_secreta clave_privada \
         chiave_segreta chiave_privata chave_secreta chave_privada geheimer_schlüssel privater_schlüssel geheime_sleutel klucz_tajny klucz_prywatny \
         hemlig_nyckel gizli_anahtar titkos_kulcs \
         api_schluessel schluessel geheimschlüssel zugriffsschlüssel zugangsschlüssel signaturschlüssel sitzungsschlüssel hauptschlüssel \
         cle_api cle_secrete cle_privee cle_acces cle_d'acces clé_d'accès clé_accès clef_api clef_secrete clef_privee cle_chiffrement cle_de_chiffrement \
         clé_de_chiffrement cle_signature cle_de_signature clave_de_api clave_de_cifrado clave_cifrado llave_api llave_privada llave_secreta \
         chave_api chave_de_api chave_acesso chave_de_acesso chave_de_criptografia chave_mestra chiave_api chiave_accesso chiave_di_accesso \
         klucz_api klucz_dostepu klucz_dostępu klucz_szyfrowania api_sleutel toegangssleutel privesleutel versleutelingssleutel encryptiesleutel \
         api_nyckel privat_nyckel krypteringsnyckel åtkomstnyckel atkomstnyckel api_nøgle api_noegle hemmelig_nøgle krypteringsnøgle \
         api_nøkkel api_nokkel hemmelig_nøkkel api_avain salainen_avain yksityinen_avain salausavain api_anahtarı api_anahtari özel_anahtar \
         ozel_anahtar erişim_anahtarı erisim_anahtari api_klíč api_klic tajný_klíč tajny_klic soukromy_klic sifrovaci_klic api_kulcs \
         cheie_api cheie_secreta cheie_privata ключ_доступа ключ_шифрования ключ_api api_ključ api_kljuc tajni_kljuc \
         apiキー アクセスキー api키 접근키 kunci_api kunci_rahasia khóa_api khoa_api",
        "[key]",
    )
    .hides("签名密钥=k7QwT2mZx9Lr4Vb8Nc3Hd")
    .keeps("签名密钥 缺失, clave_secreta: missing, cle_api=requise"),
    Rule::key(
        "spoken-token-name",
        Class::Pair,
        Weight::Medium,
        "zugriffstoken zugangstoken sitzungstoken aktualisierungstoken auffrischungstoken erneuerungstoken anmeldetoken dienstetoken \
         jeton_acces jeton_accès jeton_d'acces jeton_d'accès jeton_api jeton_session jeton_de_session ficha_de_acceso \
         toegangstoken vernieuwingstoken sessietoken åtkomsttoken atkomsttoken adgangstoken tilgangstoken \
         erişim_jetonu erisim_jetonu přístupový_token pristupovy_token hozzáférési_token token_dostępowy token_dostepowy",
        "[token]",
    )
    .hides("Anmeldung am Mandanten: zugriffstoken=Hq7Zp0Wn3Lx9Vb2TkR4m")
    .keeps("zugriffstoken=abgelaufen, jeton_acces: expired"),
    Rule::key(
        "spoken-shared-secret",
        Class::Pair,
        Weight::Strong,
        "segreto segredo sekret hemlighet hemmelighed hemmelighet tajemství tajemstvi salaisuus client_geheimnis segreto_condiviso segredo_compartilhado",
        "[secret]",
    )
    .hides("config: segreto_condiviso=\"vQ8~banana-boat-77\"")
    .keeps("segreto_condiviso: missing, segredo=required"),
];
