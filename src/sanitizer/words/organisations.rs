//! Words that belong to teams, programs and services where a name of a person could stand.

use std::collections::HashSet;
use std::sync::LazyLock;

use super::context::Words;
use super::known_names::{is_given, may_be_given};

/// Words that no name of a person holds, with a capital as titles and teams write them.
const THINGS: &str = " San Santa Los Las Saint Fort Mount Rio São Texinfo PulseAudio Classic Release Management Review Control Center Centre Committee Automation Pipeline Agent Robot Process Task Default \
 Internal External Production Staging Nightly Weekly Daily Terraform Kubernetes Ansible Helm Actions Jenkins \
 Entra Directory Exchange Online Partner Identity Policies Request Queue Ledger Restore Sync Desk Helpdesk \
 Finance Resources Legal Sales Marketing Engineering Infrastructure Council Authority Authorities Controller \
 Operator Daemon Program Deployment Integration Operators Legacy Backup Service System Policy Group Team Admin \
 Administrator Administrators Operations Job Scheduler Account Bot Worker Server Board Office Platform Change \
 Global Support Azure Microsoft Google Amazon Cloud Data Security Network Engine Manager Gateway Provider Company \
 Inc Ltd GmbH Corp Bank Department User Users Owner Root All Everyone Windows Linux Intune Graph Conditional \
 Access Customer Unknown None Failed Not The Action Active Activity Add Address Adapter Advisory Agreement Alert \
 Alerts Alliance Allow Analytics Android Angular Apache Api App Apple Application Applications Apps Archive Array \
 Artifact Assertion Asset Assigned Association Attempt Attribute Audit Auth Authentication Authorization Auto \
 Automatic Autopilot Availability Available Average Aws Backend Bad Balance Balancer Base Basic Batch Beta \
 Billing Binary Bitbucket Block Blob Blue Body Branch Bridge Broker Browser Bucket Budget Buffer Build Builder \
 Bus Business Button Bytes Cache Calendar Call Canary Capacity Card Case Catalog Category Central Certificate \
 Chain Channel Chart Check Checkout Chief Chrome Circuit Class Clean Cleaner Cleanup Click Client Clock Close \
 Cluster Code Collection Collector Column Command Commit Common Community Compliance Component Compute Computer \
 Condition Config Configuration Connect Connection Connector Consent Console Consumer Contact Container Content \
 Context Contract Contractor Copy Core Cost Count Counter Create Created Credential Critical Cron Current Custom \
 Cut Cycle Dashboard Database Date Day Dead Debug Deadline Defender Delete Deleted Delivery Denied Deny Deploy \
 Design Desktop Destination Detail Details Detected Detection Developer Developers Development Device Devices \
 Diagnostics Digital Disable Disabled Disaster Disk Dispatch Distribution Division Docker Document Documents \
 Domain Down Download Drive Driver Drop Dry Due Dynamic Early East Edge Edit Edition Elastic Email Employee \
 Employees Empty Enable Enabled Encryption End Endpoint Enterprise Entity Entry Environment Error Errors \
 Essentials Event Events Every Exact Exception Execution Executor Existing Exit Expected Expired Export \
 Expression Extension Extended Fabric Factory Fail Failover Failure Fallback False Fast Fatal Feature Federation \
 Feed Field Fields File Files Filter Fire Firefox Firewall First Five Flag Flow Folder Force Form Format Forward \
 Found Foundation Four Framework Free Friday From Front Full Function Functions Fusion General Generation Generic \
 Get Git Github Gitlab Given Good Grafana Grand Grant Green Grid Guard Guest Guide Handler Hard Hardware Hash \
 Head Header Health Heap Hello Help High History Home Host Hot Hour Hours Hub Human Hybrid Image Import Inbox \
 Incident Incoming Index Industries Info Information Ingress Initial Input Insert Insight Insights Install \
 Installer Instance Institute Insurance Intake Integrity Intelligence Interface International Invalid Inventory \
 Invoice Issue Issues Item Items Java Jira Jobs June July Kernel Key Keys Lab Labs Lambda Last Late Latest Layer \
 Lead Leader Lease Level Library Licence License Light Limit Limited Line Link List Listener Live Load Local \
 Location Lock Log Logic Login Logs Long Lookup Loop Low Machine Mail Mailbox Main Maintenance Major Managed \
 Manual Map Mark Market Marketplace Master Match Max Maximum Media Meeting Member Members Memory Merge Message \
 Messages Metadata Method Metric Metrics Migration Min Minor Minute Mirror Missing Mobile Mode Model Module \
 Monday Monitor Monitoring Month Move Multi Mutation Mysql Native New Next Nginx Night Node Normal North Notice \
 Notification Notifications November Null Number Oauth Object October Offer Okta Old One Open Operating Operation \
 Option Optional Options Oracle Order Orders Organization Origin Other Outbound Outlook Output Over Overview \
 Owned Pack Package Page Panel Parallel Parameter Parent Parse Partition Parts Pass Password Patch Path Pattern \
 Payload Payment Payments Peer Pending Performance Period Permission Permissions Person Phase Phone Pilot Ping \
 Plan Planner Please Plugin Point Pool Port Portal Post Postgres Power Premium Preview Previous Primary Print \
 Printer Priority Private Problem Processor Product Professional Profile Project Prometheus Protection Protocol \
 Proxy Public Pull Purchase Push Put Python Quality Query Quick Quota Rate Raw Read Reader Ready Real Recent \
 Recommended Record Records Recovery Red Redis Reference Refresh Region Registration Registry Remote Remove \
 Replace Replica Replication Report Reporting Reports Repository Required Reset Resource Response Rest Result \
 Results Resume Retention Retry Return Returned Reviewer Ring Role Roles Roll Rollback Room Route Router Rule \
 Rules Run Runbook Runner Runtime Safe Saga Sample Sandbox Saturday Scale Scan Scanner Schedule Schema School \
 Scope Script Search Second Secondary Secret Section Secure Segment Select Self Send Sender Sentinel Series \
 Services Session Set Settings Setup Shard Share Shared Shell Shift Shop Should Show Sign Signature Silver Simple \
 Single Site Sites Skip Sku Slack Slot Small Smart Snapshot Social Society Software Solution Solutions Source \
 South Space Spec Spring Sql Stack Stage Standard Standby Start Started State Static Station Status Step Stop \
 Storage Store Strategic Stream Street String Studio Sub Subject Submit Subscription Success Suite Summary Sunday \
 Super Supplier Supply Surface Switch Systems Table Tag Target Tasks Teams Technical Technology Template Tenant \
 Tenants Test Tests Text This Thread Threat Three Thursday Ticket Tier Time Timeout Timer Title Token Tool Tools \
 Top Topic Total Trace Tracker Traffic Transaction Transfer Transport Trial Trigger True Trust Tuesday Two Type \
 Unable Unified Unit Universal University Up Update Updates Upgrade Upload Upstream Usage Use Vault Vendor Verify \
 Version View Virtual Visual Volume Wait Warehouse Warning Watch Watchdog Web Webhook Wednesday Week West When \
 Where White Wide Wire Wizard Work Workbook Workers Workflow Workplace Workspace Write Year Yes Zero Zone January \
 February March April May August September December Europe European American Africa Asia Pacific Atlantic America \
 Germany France London Berlin Paris Frankfurt Amsterdam Dublin Ireland Vienna Budapest Warsaw Prague Zurich Tokyo \
 Singapore Sydney Mumbai Virginia Ohio Oregon California York States United Kingdom Road Avenue Lane SharePoint \
 OneDrive Excel Word Yammer Viva Purview Dynamics Hat Ubuntu Debian Fedora Suse Alpine Sun Solaris Cisco Dell \
 Lenovo Huawei Samsung Fortinet Palo Alto Juniper Aruba Veeam Acronis Datto Nvidia Intel Amd Arm Safari Opera \
 Mozilla Symantec Sophos Splunk Datadog Dynatrace Elasticsearch Kibana Logstash Kafka Spark Hadoop Airflow Argo \
 Flux Istio Envoy Consul Nomad Packer Vagrant Puppet Chef Salt Django Flask Rails Laravel Symfony Hibernate \
 Tomcat Jetty Netty Express React Vue Betrieb Abteilung Benutzer Konto Fehler Dienst Kennwort Passwort Anmeldung \
 Datei Ordner Netzwerk Sicherung Wiederherstellung Richtlinie Gruppe Zugriff Datenbank Verbindung Schlüssel \
 Zertifikat Rechte Rolle Antrag Vorgang Auftrag Bestellung Rechnung Kunde Kundin Kunden Vertrag Lager Standort \
 Büro Raum Drucker Gerät Der Die Das Den Dem Ein Eine Einen Bitte Herr Frau Sehr Geehrte Geehrter Guten Hallo \
 Liebe Lieber Für Mit Von Nach Bei Auf Und Oder Nicht Ist War Wird Wurde Firma Stadt Land Le La Les Un Une Des Du \
 Erreur Serveur Utilisateur Compte Mot Passe Bonjour Madame Monsieur Cliente Équipe Données Connexion Fichier \
 Groupe Accès Clé Commande Facture Agence Société El Los Las Una Usuario Servidor Cuenta Contraseña Equipo \
 Servicio Grupo Acceso Archivo Pedido Factura Empresa Señor Señora Hola O Os Um Uma Il Lo Gli Utente Gruppo \
 Servizio Errore Signor Signora Caller Patient Passenger Colleague Requester Requestor Approver Assignee Author \
 Committer Reporter Recipient Supervisor Technician Engineer Visitor Mr Mrs Ms Dr Prof Miss Sir Dear Hi Regards \
 Thanks Thank Best Kind Yesterday Today Tomorrow After Before While Since Until During Then There Here Also Only \
 Both Each And But For Nor Yet So If In On At By To As Is It Its An A No Are Was Were Has Have Had Be Been Can \
 Could Would Will Shall Might Must Do Does Did Done Got Per Via Our My Your Their His Her You We They He She I \
 Клиент Клиентка Пациент Сотрудник Сотрудница Водитель Пользователь Заявитель Ответственный Исполнитель Владелец \
 Автор Контакт Ошибка Сервер Служба Отдел Команда Группа Система База Данных Пароль Доступ Уважаемый Уважаемая \
 Господин Госпожа Пан Пані Здравствуйте Добрый День Сегодня Вчера Москва Россия Российская Федерация Банк \
 Компания Центр Управление Министерство Университет Новый Новая Красная Красный Великая Северная Южная Западная \
 Восточная Bereitschaft Rufbereitschaft Plattform Leitstelle Rechenzentrum Technik Entwicklung Qualität Einkauf \
 Vertrieb Buchhaltung Leitung Schicht Dienststelle Verwaltung Freigabe Produktion Exploitation Plateforme Sécurité \
 Astreinte Réseau Direction Informatique Gestion Plataforma Seguridad Operaciones Soporte Sistemas Redes \
 Infraestructura Producción Gestión Piattaforma Sicurezza Reperibilità Sistemi Reti Infrastruttura Gestione \
 Assistenza Supporto Segurança Operações Plantão Suporte Infraestrutura Gestão Platforma Bezpieczeństwo Dyżur Zespół \
 Administracja Infrastruktura Wsparcie Leitstand Nacht Fachbereich Referat Dezernat Stabsstelle Meldestelle Überwachung Identität Komitet Dział Comité Comitato \
 Comitê Commissie Contributor Contributors Readers Writers Editors Viewers Reviewers Approvers Admins Guests Auditors \
 Custodian Custodians Officer Officers Assignees Requesters Subscribers Publishers Technicians Engineers Analysts \
 Consultants Partners Vendors Interns Students Teachers Beveiliging Beheer Netwerk Systeembeheer Ondersteuning Infrastructuur ";

/// Whether no name of a person holds the word.
pub(crate) fn belongs_to_thing(word: &str) -> bool {
    static WORDS: LazyLock<HashSet<&str>> = LazyLock::new(|| THINGS.split_whitespace().collect());
    const ENDINGS: [&str; 14] = [
        "tion", "tions", "ment", "ments", "ness", "ware", "ology", "ship", "ance", "ence", "ability", "ibility",
        "ising", "izing",
    ];
    WORDS.contains(word)
        || word.len() >= 7 && ENDINGS.iter().any(|end| word.ends_with(end)) && !is_given(word) && !may_be_given(word)
}

/// `Token Service`, `Backup Operators`: two to five words with capitals, all of which belong to things.
pub(crate) fn is_of_things(value: &str) -> bool {
    let mut words = value.split(' ');
    (2..=5).contains(&words.clone().count()) && words.all(|word| word.len() >= 3 && belongs_to_thing(word))
}

/// Account names that belong to no person.
pub(crate) const ACCOUNTS: Words = Words::new(&[
    "runner",
    "app",
    "node",
    "ubuntu",
    "root",
    "admin",
    "administrator",
    "ec2-user",
    "deploy",
    "deployer",
    "www-data",
    "postgres",
    "mysql",
    "git",
    "jenkins",
    "circleci",
    "vsts",
    "vagrant",
    "user",
    "users",
    "default",
    "public",
    "shared",
    "system",
    "nonroot",
    "opsledger",
    "service",
    "debian",
    "centos",
    "azureuser",
    "runneradmin",
    "containeruser",
    "nginx",
    "redis",
    "backup",
    "build",
    "builder",
    "ci",
    "worker",
    "daemon",
    "nobody",
    "guest",
    "vscode",
    "gitpod",
    "codespace",
    "all",
    "me",
    "self",
]);
