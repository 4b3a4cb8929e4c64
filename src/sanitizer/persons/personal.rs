//! Personal data with a shape or a field name of its own: mail, names, paths, identity fields.

use super::mailboxes;
use crate::sanitizer::rule::{Class, Rule, Weight};

/// The field whose value goes on with lower-case words.
pub(crate) const ADDRESS_FIELD: &str = "postal-address-field";

/// The field that names a person when its value looks like a name.
pub(crate) const PERSON_FIELD: &str = "person-field";

pub(crate) const RULES: &[Rule] = &[
    Rule::code(
        "email",
        Class::Email,
        "letters, digits and signs of a mailbox around an @, and a host with a dot",
        "[email]",
        mailboxes::find,
    )
    .hides("invite for zsofia.nagy@example.org bounced")
    .keeps("clone git@git.internal:ops/ledger.git, unit getty@tty1.service"),
    Rule::text(
        "email-spelled",
        Class::Email,
        &["[at]", "(at)", "{at}", "<at>", "[ät]", "arroba", "chiocciola", "małpa", "zavináč", "snabel", "[ at ]", "( at )", "(chez)", "собака", " dot ", " punkt ", " punt ", " punto ", " ponto ", " kropka "],
        r"(?i)\b[a-z0-9][a-z0-9._%+-]{1,63}\s?[\[({<]\s?(?:at|ät|arroba|chez|chiocciola|małpa|zavináč|snabel-a|собака)\s?[\])}>]\s?[a-z0-9-]{2,63}(?:(?:\.|\s?[\[({<]\s?(?:dot|punkt|punt|point|punto|ponto|kropka|tečka|prick|точка)\s?[\])}>]\s?)[a-z0-9-]{2,24}){1,4}|\b[a-z0-9][a-z0-9._%+-]{1,63}\s(?:at|arroba|chiocciola|małpa)\s[a-z0-9-]{2,63}\s(?:dot|punkt|punt|punto|ponto|kropka)\s[a-z]{2,24}\b",
        "[email]",
    )
    .reach(150, 160)
    .hides("write to zsofia.nagy [at] example [dot] org")
    .keeps("started (at) 09:00, ended [at] 10:00"),
    Rule::text(
        "email-quoted-printable",
        Class::Email,
        &["=40"],
        r"(?i)\b[a-z0-9_-]+(?:[.+][a-z0-9_-]+)*=40[a-z0-9-]+(?:\.[a-z0-9-]+)*\.[a-z]{2,24}\b",
        "[email]",
    )
    .reach(72, 120)
    .hides("To: zsofia.nagy=40example.org")
    .keeps("width=40 height=400 ratio=40.5"),
    Rule::text(
        "spoken-birthday",
        Class::Identity,
        &["geb. ", "geboren ", "born ", "urodzon", "née le", "né le", "nacid", "nato il", "nata il", "urodzon", "nascid"],
        r"(?i)\b(?:geb\.|geboren (?:am|op)|born(?: on| in)?|née? le|nacid[oa] el|nat[oa] il|urodzon[ya]|nascid[oa] em)\s+(?P<s>[0-9]{1,4}[-./ ][0-9]{1,2}[-./ ][0-9]{2,4}|[0-9]{1,2}\.? \p{L}{3,12} [0-9]{4})",
        "[personal]",
    )
    .hides("geboren am 12.03.1985 in Graz")
    .keeps("born in 3 steps, geboren am Freitag"),
    Rule::key(
        "name-field",
        Class::Name,
        Weight::Personal,
        "first_name last_name full_name given_name family_name middle_name surname display_name \
         maiden_name customer_name contact_name employee_name patient_name owner_name holder_name \
         card_holder cardholder account_holder legal_name real_name person_name recipient_name \
         sender_name vorname nachname prénom nom_de_famille nombre_completo apellido apellidos \
         keresztnév vezetéknév nome_completo sobrenome cognome imię nazwisko manager_name \
         user_full_name 姓名 氏名 名前 성명 фио фамилия imię_i_nazwisko nom_complet device_owner registered_owner guest_name author_name preferred_name sam_account_name logon_name beneficiary_name requested_by_name \
         prenom nom_usage nom_de_naissance nom_naissance nom_et_prénom prenom_nom imie nazwisko_i_imię imię prezime ime_i_prezime příjmení prijmeni priezvisko meno_a_priezvisko jméno_a_příjmení nombre_y_apellidos primer_apellido segundo_apellido \
         fornavn efternavn etternavn efternamn förnamn etunimi sukunimi eesnimi perekonnanimi uzvārds pavardė vardas_pavardė soyad soyadı ad_soyad adı_soyadı isim_soyisim nume_de_familie prenume nachnahme familienname rufname geburtsname anzeigename \
         nome_e_cognome achternaam voornaam roepnaam nachn vorna фамилно_име прізвище по_батькові отчество имя_и_фамилия ім'я_та_прізвище презиме όνομα_επώνυμο επώνυμο フリガナ ふりがな 氏名カナ カナ氏名 氏名_カナ 氏名（カナ） お名前 顧客名 患者名 客户姓名 联系人姓名 员工姓名 真实姓名 \
         고객명 성함 성명 पूरा_नाम ชื่อ-นามสกุล นามสกุล họ_tên họ_và_tên nama_lengkap nama_pelanggan الاسم_الكامل اسم_العميل اسم_الموظف שם_מלא שם_משפחה actor_name user_display_name caller_name member_name \
         cdtr_nm dbtr_nm creditor_name debtor_name beneficiary_nm initiator_name operator_name agent_name reporter_name assignee_name approver_name contact_person_name next_of_kin emergency_contact_name account_name_holder name_on_card cardholder_nm policyholder policy_holder insured_name",
        "[name]",
    )
    .hides("displayName: Zsófia Nagy, department=42")
    .keeps("display_name is required, name=ops.reconcile"),
    Rule::key(
        PERSON_FIELD,
        Class::Name,
        Weight::Personal,
        "approver approved_by assignee assigned_to requester requested_by requestor reviewer reviewed_by author committer reporter reported_by sender \
         recipient contact contact_person manager supervisor employee patient passenger driver technician caller customer client guest visitor colleague \
         engineer operator initiator owner created_by updated_by modified_by closed_by opened_by signed_by invited_by user_name username user member \
         holder account_owner payee beneficiary attendee organizer participant submitter submitted_by kunde kundin mitarbeiter mitarbeiterin ansprechpartner bearbeiter \
         sachbearbeiter melder antragsteller empfänger absender verantwortlich responsable demandeur utilisateur destinataire solicitante usuario empleado \
         cliente paciente responsabile richiedente utente dipendente usuário funcionário medewerker gebruiker klant użytkownik zgłaszający właściciel pracownik \
         användare kontaktperson bruker bruger käyttäjä uživatel zákazník felhasználó kapcsolattartó ügyintéző kullanıcı пользователь сотрудник заявитель \
         ответственный исполнитель владелец клиент \
         who full handle actor actor_display principal_name creditor debtor cdtr dbtr vorgesetzter geboortenaam meisjesnaam geburtsname mädchenname birth_name maiden_name nom_de_naissance vorgesetzte vertretung stellvertreter anrufer anruferin rückruf_an diensthabender bereitschaft responsável responsavel encargado encargada referente titular titulaire \
         appelant demandé_par felelős ügyfél bejelentő odpovědný zodpovedný zadavatel řešitel zgłaszająca zgłoszony_przez odpowiedzialny dyżurny vakt ansvarig beställare ansvarlig melder_naam beller aanvrager contactpersoon dežurni odgovoran korisnik \
         отговорник дежурный черговий відповідальний замовник εφημερία υπεύθυνος sorumlu nöbetçi ilgili_kişi penanggung_jawab petugas pelapor pic người_liên_hệ người_phụ_trách phụ_trách next_of_kin emergency_contact on_call oncall \
         ユーザー 利用者 担当 担当者 依頼者 申請者 承認者 連絡担当 联系人 负责人 負責人 申请人 经办人 处理人 审批人 报修人 值班人 值班 用户 用户名 客户 聯絡人 담당자 담당 고객 신청자 요청자 작업자 승인자 접수자 사용자 \
         संपर्क ग्राहक যোগাযোগ தொடர்பு المسؤول العميل جهة_الاتصال איש_קשר לקוח ผู้ติดต่อ ผู้ดูแล ลูกค้า",
        "[name]",
    )
    .hides("approved_by=\"Ottokar Prohaska\" step=2")
    .keeps("approved_by=scheduler owner=\"Platform Team\" user=app"),
    Rule::key(
        "phone-field",
        Class::Phone,
        Weight::Personal,
        "phone telephone mobile phone_number mobile_number cell_phone tel fax msisdn whatsapp \
         mobile_phone mobilnummer telefonnummer handynummer numéro_de_téléphone numero_telefono número_de_teléfono numer_telefonu business_phone businessphones telefon handy telefono teléfono téléphone \
         telefone celular телефон 手机号 手机号码 手机 电话 电话号码 電話 電話番号 携帯 전화번호 cep_telefonu mobil rufnummer telefonszám telefoon phone_no tel_no sms_to sms contact_number \
         home_phone work_phone tel_portable tel_fixe tel_mobile tel_domicile tel_bureau handynr telefonnr telnr mobilnr mobil_nr tel_kom telefon_kontaktowy telefon_komórkowy nr_telefonu cellulare tel_cellulare mobiel mobiele_nummer phone1 phone2 alt_phone whatsapp_number wa_number hp no_hp no_telp nomor_hp sđt số_điện_thoại điện_thoại 手機 手機號碼 聯絡電話 联系方式 휴대폰 휴대전화 핸드폰 फ़ोन मोबाइल هاتف جوال رقم_الهاتف טלפון נייד เบอร์โทร โทรศัพท์ телефон_моб моб_телефон τηλέφωνο κινητό caller caller_id callerid cid_num 連絡先 联系电话 연락처",
        "[phone]",
    )
    .hides("phone: 030 901820")
    .keeps("phone: not set, mobile=true"),
    Rule::key(
        "identity-field",
        Class::Identity,
        Weight::Personal,
        "ssn social_security_number national_id national_id_number passport passport_number \
         passport_no driver_license driving_licence_number tax_id tax_number steuer_id personnummer \
         personal_id pesel cpf dni nie nif nino bsn aadhaar codice_fiscale sozialversicherungsnummer \
         insurance_number identity_number id_card_number birthdate birth_date date_of_birth dob \
         geburtsdatum birthday bday born geboren született steueridentifikationsnummer steueridnr idnr nin \
         national_insurance_number imsi imei iccid numéro_de_sécurité_sociale kimlik_no tc_kimlik снилс СНИЛС инн паспорт マイナンバー my_number \
         niss insz rijksregisternummer ahv_nr avs_nr ahv_nummer fødselsnummer cpr cpr_nr kennitala henkilötunnus isikukood jmbg emšo amka curp cuit cuil nric hkid tfn ppsn svnr personnr national_insurance ssn_last4 rodné_číslo rodne_cislo 身份证号 身份证 주민등록번호 data_urodzenia fecha_de_nacimiento date_de_naissance",
        "[personal]",
    )
    .hides("date_of_birth=1987-04-12")
    .keeps("birthdate: invalid, passport scan failed"),
    Rule::key(
        ADDRESS_FIELD,
        Class::Identity,
        Weight::Personal,
        "street_address home_address postal_address billing_address shipping_address \
         mailing_address delivery_address ship_to deliver_to lieferadresse anschrift \
         adresse_de_livraison dirección_de_envío street straße strasse street_line address_line 住所 地址 주소 адрес dirección indirizzo direccion adresse_postale",
        "[address]",
    )
    .hides("billing_address: Fő utca 17, 1011 Budapest")
    .keeps("street=unknown, billing_address: missing"),
    Rule::key(
        "bank-field",
        Class::Bank,
        Weight::Personal,
        "card_number cardnumber credit_card creditcard cc_number ccnum pan cvv cvc cvv2 card_code \
         card_expiry account_number kontonummer iban bank_account routing_number sort_code",
        "[card]",
    )
    .hides("card_number=9999 0000 1111 2222")
    .keeps("card_number: invalid"),
];
