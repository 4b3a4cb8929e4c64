//! How many of each there are, worked out once: a few numbers per tenant, whatever the number of rows.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::address::{ITEMS, PEOPLE, TENANTS, WORK, WORKSPACES};
use super::model::{Population, Spread};
use super::tenant::STARTERS;
use crate::problem::{Problem, Result};
use crate::seeding::scale::Scale;

/// The counts of a population under a scale.
#[derive(Debug, Clone)]
pub(in crate::seeding) struct Sizes {
    /// People of each workspace.
    pub(super) users: Vec<u32>,
    /// The place of each workspace's first tenant among all; one more at the end.
    pub(super) first_tenant: Vec<u32>,
    /// Policies of each tenant.
    pub(super) policies: Vec<u32>,
    /// Runs of each tenant.
    pub(super) runs: Vec<u32>,
    /// Turns of a cycle.
    cycle: u32,
}

impl Sizes {
    /// # Errors
    /// `seed.generator_too_small`, with the name of the generator whose room does not suffice.
    pub(in crate::seeding) fn new(population: &Population, scale: Scale, origin: &str) -> Result<Self> {
        let rooms = Rooms { origin };
        let scaled = |spread: &Spread| match *spread {
            Spread::PerParent(count) => Spread::PerParent(count),
            Spread::Total { total, quarters } => Spread::Total { total: scale.of(total), quarters },
        };
        let workspaces = rooms.fits("address.workspace", scale.of(population.workspaces.0), WORKSPACES)?;
        let flat = |_: usize| 1;
        let users = shares(&scaled(&population.users), &vec![1; workspaces as usize]);
        let users = rooms.all("person.login", &users, PEOPLE)?;
        let tenants = shares_by(&scaled(&population.tenants), workspaces as usize);
        let tenants = rooms.all("address.tenant", &tenants, TENANTS)?;
        let mut first_tenant = vec![0];
        for count in &tenants {
            first_tenant.push(first_tenant[first_tenant.len() - 1] + count);
        }
        let places = tenants.iter().enumerate().flat_map(|(w, count)| (0..*count).map(move |k| (w, k)));
        let weights: Vec<u64> = match population.runs.quarters() {
            0 => places.clone().map(|(w, _)| flat(w)).collect(),
            quarters => places
                .clone()
                .map(|(w, k)| (weight(w, quarters) >> 20) * (weight(k as usize, quarters) >> 20))
                .collect(),
        };
        let policies =
            rooms.all("policy.name", &shares(&scaled(&population.policies), &vec![1; weights.len()]), 1 << 16)?;
        let runs = shares(&scaled(&population.runs), &weights);
        // The last place is that of the backup that a tenant is born with.
        let runs = rooms.all("address.work", &runs, WORK - 1)?;
        rooms.fits("address.item", population.items_per_backup.0, ITEMS)?;
        let cycle = u32::try_from(population.cycle.len()).unwrap_or(u32::MAX).max(1);
        let sizes = Self { users, first_tenant, policies, runs, cycle };
        sizes.history_fits(population, origin)?;
        sizes.parents_suffice(population, origin)?;
        Ok(sizes)
    }

    /// How many workspaces.
    pub(in crate::seeding) fn workspaces(&self) -> u32 {
        u32::try_from(self.users.len()).unwrap_or(u32::MAX)
    }

    /// How many tenants in all.
    pub(in crate::seeding) fn tenants(&self) -> u32 {
        u32::try_from(self.runs.len()).unwrap_or(u32::MAX)
    }

    /// How many runs the tenant at this place has.
    pub(in crate::seeding) fn runs_of(&self, tenant: u32) -> u32 {
        self.runs[tenant as usize]
    }

    /// How many rows the tables of workspaces and tenants get.
    pub(in crate::seeding) fn people(&self) -> u64 {
        self.users.iter().map(|count| u64::from(*count)).sum()
    }

    /// All runs.
    pub(in crate::seeding) fn all_runs(&self) -> u64 {
        self.runs.iter().map(|count| u64::from(*count)).sum()
    }

    /// All runs at the turns of a cycle that `counts`.
    pub(in crate::seeding) fn runs_at(&self, counts: impl Fn(usize) -> bool) -> u64 {
        let turns: Vec<u32> = (0..self.cycle).filter(|turn| counts(*turn as usize)).collect();
        let of = |runs: u32, turn: u32| u64::from(runs / self.cycle + u32::from(runs % self.cycle > turn));
        self.runs.iter().map(|runs| turns.iter().map(|turn| of(*runs, *turn)).sum::<u64>()).sum()
    }

    /// All policies.
    pub(in crate::seeding) fn all_policies(&self) -> u64 {
        self.policies.iter().map(|count| u64::from(*count)).sum()
    }

    /// Rows that pick one of several parents pick from so many that are there under any scale.
    fn parents_suffice(&self, population: &Population, origin: &str) -> Result<()> {
        let least = |counts: &[u32]| counts.iter().copied().min().unwrap_or(u32::MAX);
        let policies = STARTERS.max(u32::try_from(population.items_per_backup.0).unwrap_or(ITEMS));
        let wrong = if least(&self.policies) < policies {
            format!("a tenant has {} policies and needs {policies}", least(&self.policies))
        } else if population.asked_for.0 > 0 && least(&self.users) < STARTERS {
            format!("a workspace has {} people, and work is asked for by {STARTERS}", least(&self.users))
        } else {
            return Ok(());
        };
        Err(Problem::request("scenario.impossible", format!("{origin}: {wrong}"))
            .next("raise `policies` or `users` of the population; nothing was written"))
    }

    fn history_fits(&self, population: &Population, origin: &str) -> Result<()> {
        let most = i64::from(self.runs.iter().copied().max().unwrap_or(0));
        let slots = most / i64::try_from(population.cycle.len().max(1)).unwrap_or(1) + 1;
        let days = slots / population.times_a_day.0.max(1) + 5;
        if days <= population.age_days.0 {
            return Ok(());
        }
        let message = format!(
            "{origin}: the largest tenant has {most} runs, a history of {days} days, and was created {} days ago",
            population.age_days.0
        );
        Err(Problem::request("scenario.impossible", message)
            .next("raise age_days or times_a_day, or spread the runs over more tenants; nothing was written"))
    }
}

struct Rooms<'a> {
    origin: &'a str,
}

impl Rooms<'_> {
    fn fits(&self, generator: &str, asked: i64, room: u32) -> Result<u32> {
        match u32::try_from(asked) {
            Ok(count) if count <= room => Ok(count),
            _ => {
                let message = format!(
                    "{}: {asked} values are asked of the generator `{generator}`, which has {room}",
                    self.origin
                );
                Err(Problem::request("seed.generator_too_small", message)
                    .next("ask for fewer, or spread them over more parents; nothing was written"))
            }
        }
    }

    fn all(&self, generator: &str, counts: &[u64], room: u32) -> Result<Vec<u32>> {
        let fits = |count: &u64| self.fits(generator, i64::try_from(*count).unwrap_or(i64::MAX), room);
        counts.iter().map(fits).collect()
    }
}

impl Spread {
    fn quarters(&self) -> u32 {
        match self {
            Self::PerParent(_) => 0,
            Self::Total { quarters, .. } => *quarters,
        }
    }
}

fn shares_by(spread: &Spread, parents: usize) -> Vec<u64> {
    let weights: Vec<u64> = (0..parents).map(|n| weight(n, spread.quarters()) >> 20).collect();
    shares(spread, &weights)
}

/// Each parent's share, by the method of highest quotients (D'Hondt's): the shares come to the total, and a larger total
/// never means less for anyone.
fn shares(spread: &Spread, weights: &[u64]) -> Vec<u64> {
    let total = match *spread {
        Spread::PerParent(count) => return vec![count.unsigned_abs(); weights.len()],
        Spread::Total { total, .. } => total.unsigned_abs(),
    };
    if weights.is_empty() {
        return Vec::new();
    }
    let wide: Vec<u128> = weights.iter().map(|weight| u128::from(*weight) << 20).collect();
    let at = |price: u128| wide.iter().map(|weight| weight / price).sum::<u128>();
    // The lowest price of a share at which no more than the total are bought.
    let (mut low, mut high) = (0_u128, wide.iter().sum::<u128>() + 1);
    while high - low > 1 {
        let middle = u128::midpoint(low, high);
        if at(middle) <= u128::from(total) { high = middle } else { low = middle }
    }
    let mut shares: Vec<u64> = wide.iter().map(|weight| u64::try_from(weight / high).unwrap_or(u64::MAX)).collect();
    let mut left = total - shares.iter().sum::<u64>();
    // The few that are left go, one by one, to whoever offers most for the next; the first of equals.
    let offer = |n: usize, held: u64| (wide[n] << 20) / u128::from(held + 1);
    let mut offers: BinaryHeap<(u128, Reverse<usize>)> =
        shares.iter().enumerate().map(|(n, held)| (offer(n, *held), Reverse(n))).collect();
    while left > 0
        && let Some((_, Reverse(n))) = offers.pop()
    {
        shares[n] += 1;
        left -= 1;
        offers.push((offer(n, shares[n]), Reverse(n)));
    }
    shares
}

/// 2^40 / (n + 1)^(quarters / 4), in whole numbers, so that every machine agrees.
fn weight(n: usize, quarters: u32) -> u64 {
    // The fourth root, with 16 bits behind the point.
    let root = (u128::from(n as u64 + 1) << 64).isqrt().isqrt();
    let mut power = 1_u128 << 16;
    for _ in 0..quarters {
        power = (power * root) >> 16;
    }
    u64::try_from((1_u128 << 56) / power).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_follow_the_law_that_they_are_named_for() {
        assert_eq!(weight(0, 4), 1 << 40);
        for n in [1, 2, 9, 99, 9_999] {
            let (exact, got) = ((1_u64 << 40) / (n + 1), weight(usize::try_from(n).unwrap(), 4));
            assert!(got.abs_diff(exact) * 1_000 < exact, "{n}: {got} for {exact}");
            assert_eq!(weight(usize::try_from(n).unwrap(), 0), 1 << 40);
        }
    }

    #[test]
    fn shares_come_to_the_total_and_only_grow() {
        for quarters in 0..=8 {
            let mut before = vec![0; 50];
            for total in [100, 200, 400, 1_000, 10_000] {
                let now = shares_by(&Spread::Total { total, quarters }, 50);
                assert_eq!(now.iter().sum::<u64>(), total.unsigned_abs());
                assert!(now.iter().zip(&before).all(|(now, before)| now >= before), "{quarters} {total}");
                before = now;
            }
        }
    }
}
