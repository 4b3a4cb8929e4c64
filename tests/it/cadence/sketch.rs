//! Random expressions that know their own meaning: each field is drawn as a text and as the set that it stands for,
//! so that nothing has to be parsed to know what is right.

use std::collections::BTreeSet;

use jiff::civil::DateTime;
use proptest::prelude::*;

#[derive(Debug, Clone)]
pub struct Field {
    pub text: String,
    set: BTreeSet<u32>,
}

#[derive(Clone)]
pub struct Sketch {
    minute: Field,
    hour: Field,
    day: Field,
    month: Field,
    weekday: Field,
}

impl std::fmt::Debug for Sketch {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "`{}`", self.text())
    }
}

impl Sketch {
    pub fn text(&self) -> String {
        let Self { minute, hour, day, month, weekday } = self;
        format!("{} {} {} {} {}", minute.text, hour.text, day.text, month.text, weekday.text)
    }

    pub fn is_interval(&self) -> bool {
        [&self.minute, &self.hour].into_iter().any(|field| field.text.contains(['*', '/']))
    }

    pub fn picks_hours(&self) -> bool {
        self.hour.set.len() < 24
    }

    pub fn matches(&self, civil: DateTime) -> bool {
        let holds = |field: &Field, value: i8| field.set.contains(&u32::try_from(value).expect("not negative"));
        let day = holds(&self.day, civil.day());
        let weekday = holds(&self.weekday, civil.weekday().to_sunday_zero_offset());
        let both_restricted = self.day.text != "*" && self.weekday.text != "*";
        holds(&self.minute, civil.minute())
            && holds(&self.hour, civil.hour())
            && holds(&self.month, civil.month())
            && if both_restricted { day || weekday } else { day && weekday }
    }
}

fn field(low: u32, high: u32, star: u32) -> impl Strategy<Value = Field> {
    let all = move || (low..=high).collect::<BTreeSet<u32>>();
    let span = (low..=high, low..=high).prop_map(|(a, b)| (a.min(b), a.max(b)));
    prop_oneof![
        star => Just(()).prop_map(move |()| Field { text: "*".into(), set: all() }),
        2 => (low..=high).prop_map(|value| Field { text: value.to_string(), set: BTreeSet::from([value]) }),
        2 => prop::collection::btree_set(low..=high, 1..5).prop_map(|set| {
            let text = set.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
            Field { text, set }
        }),
        1 => span.clone().prop_map(|(a, b)| Field { text: format!("{a}-{b}"), set: (a..=b).collect() }),
        1 => (2..=(high - low)).prop_map(move |step| {
            Field { text: format!("*/{step}"), set: (low..=high).step_by(step as usize).collect() }
        }),
        1 => (span, 2..=(high - low)).prop_map(|((a, b), step)| {
            Field { text: format!("{a}-{b}/{step}"), set: (a..=b).step_by(step as usize).collect() }
        }),
    ]
}

/// Mostly small hours and few restrictions on days, so that nights are hit and windows are not empty.
pub fn sketch() -> impl Strategy<Value = Sketch> {
    let hour = prop_oneof![2 => field(0, 23, 3), 3 => field(0, 4, 0)];
    let day = prop_oneof![6 => field(1, 31, 1_000), 1 => field(1, 31, 1)];
    let month = prop_oneof![9 => field(1, 12, 1_000), 1 => field(1, 12, 1)];
    let weekday = prop_oneof![6 => field(0, 6, 1_000), 1 => field(0, 6, 1)];
    (field(0, 59, 2), hour, day, month, weekday).prop_map(|(minute, mut hour, day, month, weekday)| {
        // `*/n` was drawn over the small hours; the text would mean the whole day.
        if let Some(step) = hour.text.strip_prefix("*/").and_then(|step| step.parse::<usize>().ok()) {
            hour.set = (0..=23).step_by(step).collect();
        }
        Sketch { minute, hour, day, month, weekday }
    })
}
