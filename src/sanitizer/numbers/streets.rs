//! Streets in the words of more countries: the kind of street before its name or behind it, floors and doors, and
//! addresses of East Asia, which go from the province down to the number.

use crate::sanitizer::rule::{Class, Rule};

pub(crate) const RULES: &[Rule] = &[
    Rule::text(
        "street-kind-first",
        Class::Identity,
        &["rua ", "travessa ", "praça ", "av. ", "bul. ", "bulevar ", "бул. ", "бульвар ", "пр-т ", "просп. ", "проспект ", "пер. ", "ул. ", "улица ", "вул. ", "вулиця ", "jl. ", "jalan ", "jln ", "calle ", "c/ ", "carrer ", "carrera ", "paseo ", "bd. ", "bulevardul ", "calea ", "aleea ", "chemin ", "impasse ", "pl. ", "trg ", "ulica ", "οδός ", "Ул. ", "Вул. ", "Бул. "],
        r"(?:^|[\s:;,(\x22])(?P<s>(?:(?i:rua|travessa|praça|av\.|bul\.|bulevar|бул\.|бульвар|пр-т|просп\.|проспект|пер\.|ул\.|улица|вул\.|вулиця|jl\.|jalan|jln\.?|calle|c/|carrer|carrera|paseo|bd\.|bulevardul|calea|aleea|chemin|impasse|pl\.|trg|ulica|οδός)\s)(?:(?:das|dos|da|do|de|la|las|los|del|des|du|le|les)\s){0,2}\p{Lu}[\p{L}'’.-]+(?:\s(?:(?:das|dos|da|do|de|e)\s)?\p{Lu}?[\p{L}'’-]+){0,3},?\s(?:(?i:n[º°o]?\.?|nr\.?|no\.?:?|št\.|д\.|буд\.|бр\.|αρ\.)\s?)?[0-9]{1,4}[a-zа-я]?(?:[/-][0-9]{1,4})?(?:,\s[0-9]{1,3}\.?[ºªo°]?\s(?:Esq|Dto|Dt[ºo]|Izq|Dcha|Izda|Fte|F|E|D)\b\.?)?(?:,?\s[0-9]{2}-?[0-9]{2,4}\s\p{Lu}\p{L}+)?)",
        "[address]",
    )
    .reach(2, 180)
    .hides("a fatura vai para a Rua das Camélias 14, 2.º Dto.")
    .keeps("rua encerrada, jalan terus, calle 17, trg 3, av. 12 ms, bul. 4"),
    Rule::text(
        "street-kind-last",
        Class::Identity,
        &[" út ", " utca ", " u. ", " tér ", " körút ", " krt. ", " sétány ", " cad", " sok", " bulvar", " mah", " ulice ", " ulica ", " náměstí ", "gata ", "gatan ", "gaten ", "vägen ", "veien ", "vegen ", "vej ", "gade ", "katu ", "plads ", "stræde ", " close,", " court,", " drive,", " dr,", " crescent,", " terrace,", " boulevard,", " blvd,", " way,", " square,", " grove,", " gardens,", " mews,", " parkway,", " crescent", "plein ", "gracht ", "kade ", "singel ", "dreef "],
        r"\b(?P<s>\p{Lu}[\p{L}.-]+(?:\s\p{Lu}?[\p{L}.-]+){0,2}\s(?:út|utca|u\.|tér|körút|krt\.|sétány)\s[0-9]{1,4}(?:/[A-Za-z0-9]{1,3}|\.?[a-zA-Z])?\b)|\b(?P<t>\p{Lu}[\p{L}.-]+(?:\s\p{Lu}[\p{L}.-]+){0,2}\s(?:Cad(?:desi)?|Sok(?:ak|ağı)?|Bulvarı|Blv|Mah(?:allesi)?)\.?,?\s(?:No\.?:?\s?)[0-9]{1,4}(?:/[0-9]{1,4})?)|\b(?P<u>\p{Lu}\p{L}+\s(?:ulice|ulica|náměstí)\s[0-9]{1,4}(?:/[0-9]{1,4})?)|\b(?P<v>\p{Lu}\p{L}+(?:gata|gatan|gaten|vägen|veien|vegen|vej|gade|katu|plads|stræde|plein|gracht|kade|singel|dreef)\s[0-9]{1,4}\s?[A-Za-z]?(?:,\s(?:[A-Z]{1,2}-)?[0-9]{3,4}\s?[0-9A-Z]{0,2}\s\p{Lu}\p{L}+)?)|\b(?P<w>[0-9]{1,5}\s(?:[NSEW]\.?\s)?(?:\p{Lu}[\p{L}'’-]+\s){1,3}(?:Close|Court|Ct|Drive|Dr|Crescent|Terrace|Boulevard|Blvd|Way|Square|Grove|Gardens|Mews|Parkway|Pkwy),\s\p{Lu}\p{L}+(?:\s\p{Lu}\p{L}+)?(?:,?\s[A-Z]{2}\s[0-9]{5}|,?\s[A-Z]{1,2}[0-9]{1,2}[A-Z]?\s[0-9][A-Z]{2})?)",
        "[address]",
    )
    .reach(70, 70)
    .hides("szállítás: Bajcsy-Zsilinszky út 41, Budapest; levering Storgata 14, 0184 Oslo")
    .keeps("Strategata er ferdig, az út 3 lépés, 2 retries by the way, delegata 3x"),
    Rule::text(
        "street-with-postcode",
        Class::Identity,
        &[" am ", " an der ", " an den ", " im ", " in der ", " auf der ", " auf dem ", " zum ", " zur ", "unter den ", " via ", "corso ", " largo ", "strada ", " quai ", " place ", "vicolo "],
        r"\b(?P<s>(?:Am|An der|An den|Im|In der|Auf der|Auf dem|Zum|Zur|Unter den|[Vv]ia|[Cc]orso|[Ll]argo|[Ss]trada|[Vv]icolo|[Qq]uai|[Pp]lace)\s(?:(?:de|la|del|della|dei|des|du)\s){0,2}(?:\p{Lu}[\p{L}'’-]+\s?){1,3}[\s,]{0,2}[0-9]{1,4}[a-z]?,\s[0-9]{4,5}\s\p{Lu}\p{L}+)",
        "[address]",
    )
    .reach(12, 120)
    .hides("Lieferung Am Alten Posthof 9, 50667 Köln")
    .keeps("via Gateway 2 12 Hosts, Im Speicher 512 4096 Bytes, zur Zeile 12"),
    Rule::text(
        "eastern-address",
        Class::Identity,
        &["号", "號", "丁目", "県", "府", "都", "市", "区", "로 ", "길 ", "동 "],
        r"(?P<s>[\p{Han}]{0,8}(?:省|市|区|區|县|縣|镇|鎮|乡|州)[\p{Han}]{1,14}(?:路|街|巷|道|弄|胡同|村)\s?[0-9]{1,5}\s?(?:号|號|弄)(?:[\p{Han}0-9\s-]{0,10}(?:室|楼|樓|单元|栋))?)|(?P<t>[\p{Han}]{1,3}(?:都|道|府|県|市|区|郡)[\p{Han}ぁ-んァ-ヶー]{1,16}[0-9０-９]{1,4}(?:(?:丁目|番地?|[-−－])[0-9０-９]{0,4}){1,3}号?)|(?P<u>(?:[\p{Hangul}]{1,8}(?:시|도|군|구)\s){1,3}[\p{Hangul}0-9]{1,12}(?:로|길|동)\s[0-9]{1,4}(?:-[0-9]{1,4})?)",
        "[address]",
    )
    .reach(60, 40)
    .hides("地址 杭州市西湖区文一路 12 号，下周到")
    .keeps("城市 12 号机，市场区道 17 条，都 3-4，시 로 12"),
];
