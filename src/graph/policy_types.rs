//! Where each kind of policy is found at the provider.

use url::Url;

use super::call::Call;
use super::error::{Cause, ProviderError};
use super::provider::PolicyRef;
use super::settings::Settings;

/// A kind of policy.
struct PolicyType {
    name: &'static str,
    path: &'static str,
    /// Whether it is assigned to anybody; others say in their own content for whom they are.
    is_assigned: bool,
}

const fn assigned(name: &'static str, path: &'static str) -> PolicyType {
    PolicyType { name, path, is_assigned: true }
}

/// The kinds that are known, by name. The settings may add others, which are then taken to be assigned. Some of these are
/// only in the beta of the provider's API, which the settings choose by its address.
static POLICY_TYPES: &[PolicyType] = &[
    assigned("appProtectionPolicy", "deviceAppManagement/managedAppPolicies"),
    PolicyType { name: "conditionalAccessPolicy", path: "identity/conditionalAccess/policies", is_assigned: false },
    assigned("deviceCompliancePolicy", "deviceManagement/deviceCompliancePolicies"),
    assigned("deviceConfiguration", "deviceManagement/deviceConfigurations"),
    assigned("endpointSecurityPolicy", "deviceManagement/intents"),
    assigned("settingsCatalogPolicy", "deviceManagement/configurationPolicies"),
];

/// Whether a kind of policy has assignments of its own.
pub(super) fn is_assigned(policy_type: &str) -> bool {
    POLICY_TYPES.iter().find(|known| known.name == policy_type).is_none_or(|known| known.is_assigned)
}

/// The address of the policies of one kind.
pub(super) fn collection(settings: &Settings, call: Call, policy_type: &str) -> Result<Url, ProviderError> {
    let known = || POLICY_TYPES.iter().find(|known| known.name == policy_type).map(|known| known.path);
    let path = settings.collections.get(policy_type).map(String::as_str).or_else(known);
    let path = path.ok_or_else(|| call.failed(Cause::Unsupported, "nobody said where policies of this kind are"))?;
    Ok(below(settings.base_url(), path.split('/')))
}

/// An address below one policy. Its id is data: whatever is in it stays one part of the path.
pub(super) fn of_policy(settings: &Settings, call: Call, policy: &PolicyRef, last: &str) -> Result<Url, ProviderError> {
    let PolicyRef { policy_type, external_id } = policy;
    // Parts of a path that are not names but directions.
    if external_id.is_empty() || external_id == "." || external_id == ".." {
        return Err(call.failed(Cause::NotFound, "the policy has no id that could be asked for"));
    }
    Ok(below(&collection(settings, call, policy_type)?, [external_id.as_str(), last]))
}

/// A path below another, each part of it escaped.
pub(super) fn below<'a>(base: &Url, parts: impl IntoIterator<Item = &'a str>) -> Url {
    let mut url = base.clone();
    if let Ok(mut path) = url.path_segments_mut() {
        path.pop_if_empty().extend(parts);
    }
    url
}

#[cfg(test)]
mod tests {
    use super::*;

    fn settings() -> Settings {
        Settings::new("https://graph.example/v1.0/", "https://login.example/token", "us").unwrap()
    }

    fn of(policy_type: &str, external_id: &str) -> Result<String, Cause> {
        let policy = PolicyRef { policy_type: policy_type.into(), external_id: external_id.into() };
        let url = of_policy(&settings(), Call::Assignments, &policy, "assignments");
        url.map(String::from).map_err(|error| error.cause)
    }

    #[test]
    fn every_kind_of_the_seeds_is_found_and_an_unknown_one_is_not_supported() {
        assert!(POLICY_TYPES.is_sorted_by_key(|known| known.name));
        assert_eq!(
            of("deviceCompliancePolicy", "a-1").unwrap(),
            "https://graph.example/v1.0/deviceManagement/deviceCompliancePolicies/a-1/assignments"
        );
        assert_eq!(of("somethingElse", "a-1"), Err(Cause::Unsupported));
        assert!(!is_assigned("conditionalAccessPolicy") && is_assigned("deviceConfiguration"));
    }

    #[test]
    fn the_settings_may_add_a_kind_or_move_one() {
        let mut settings = settings();
        settings.collections.insert("somethingElse".into(), "else/where".into());
        let url = collection(&settings, Call::Policies, "somethingElse").unwrap();
        assert_eq!(url.as_str(), "https://graph.example/v1.0/else/where");
    }

    #[test]
    fn an_id_cannot_lead_to_another_place() {
        let url = of("deviceConfiguration", "../../users?x=1#y").unwrap();
        assert!(url.ends_with("/deviceConfigurations/..%2F..%2Fusers%3Fx=1%23y/assignments"), "{url}");
        for direction in ["", ".", ".."] {
            assert_eq!(of("deviceConfiguration", direction), Err(Cause::NotFound), "{direction}");
        }
    }
}
