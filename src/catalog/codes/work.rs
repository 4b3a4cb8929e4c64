//! Work for tenants, and what the directory provider answers.

use super::{Code, line};

pub(super) const CODES: &[Code] = &[
    line(
        "assignments.fetch_failed",
        "The assignments of a policy could not be read, so the backup lacks them.",
        "Look at the reason beside it; fetch them again before the backup is needed.",
    ),
    line(
        "assignments.item_missing",
        "The item of the backup is gone, or belongs to another one.",
        "Look at the backup set; choose an item that it still has.",
    ),
    line(
        "assignments.not_captured",
        "The backup has no assignments of this item.",
        "Restore from a set whose assignments were captured, or set them by hand.",
    ),
    line(
        "assignments.restore_failed",
        "Some assignments could not be set, so policies may not apply to whom they should.",
        "Look at the reason beside it, and restore the assignments of those policies again.",
    ),
    line(
        "assignments.restore_run_missing",
        "The restore that it belongs to is gone.",
        "Find out who removed it; begin a new restore if it is still wanted.",
    ),
    line(
        "assignments.run_mismatch",
        "The operation that was handed over is about other work.",
        "Correct the caller: it names the operation that was made for this very work, or none.",
    ),
    line(
        "assignments.target_missing",
        "The operation does not say what it is about.",
        "Correct the caller, then start the work again.",
    ),
    line(
        "directory_role_definitions.sync_failed",
        "The role definitions of the directory could not be read.",
        "Look at the reason beside it; roles are as old as the last good sync.",
    ),
    line(
        "drift.failed",
        "Two backups could not be compared.",
        "Look at the reason beside it; no finding was made or closed.",
    ),
    line(
        "drift.no_baseline",
        "There is no older backup to compare with.",
        "Wait for the next backup of the schedule, or name a baseline.",
    ),
    line("drift.not_comparable", "What was named keeps nothing that could be compared.", "Name two backup sets."),
    line(
        "drift.set_missing",
        "One of the two backup sets is gone, or belongs to another tenant.",
        "Name a set that the tenant still has; retention may have removed it.",
    ),
    line(
        "drift.set_not_whole",
        "One of the two backup sets is not whole, so what it lacks says nothing.",
        "Compare with a set that is whole.",
    ),
    line(
        "provider.authentication_failed",
        "The directory provider does not accept our identity.",
        "Renew the client's secret or certificate, and check the tenant's id at the provider.",
    ),
    line(
        "provider.client_unavailable",
        "No client for the directory provider could be made.",
        "Check the certificates of this machine and the settings under [provider].",
    ),
    line(
        "provider.consent_missing",
        "Nobody of the tenant has granted the provider's consent yet.",
        "Ask an administrator of the tenant to grant it.",
    ),
    line(
        "provider.directory_invalid",
        "The tenant's id at the provider is no id and no domain.",
        "Correct it in the tenant's connection.",
    ),
    line(
        "provider.invalid_response",
        "The provider's answer could not be read, or was more than is accepted.",
        "Nothing to do once; if it stays, the provider's interface has changed: report it.",
    ),
    line(
        "provider.not_found",
        "The provider has no such record any more.",
        "Synchronise the tenant's policies, then choose from what is there.",
    ),
    line(
        "provider.not_supported",
        "Nobody knows how this kind of policy is asked for.",
        "Leave that kind out, or use a version that knows it.",
    ),
    line(
        "provider.permission_denied",
        "The provider knows us and refuses this.",
        "Ask an administrator of the tenant to grant the missing permission.",
    ),
    line(
        "provider.request_refused",
        "The provider does not accept what was asked.",
        "Read the message; the same would be refused again.",
    ),
    line(
        "provider.settings_invalid",
        "The settings of the directory provider mean nothing.",
        "Correct [provider] in opsledger.toml.",
    ),
    line(
        "provider.throttled",
        "The provider asked us to slow down, and did not relent in time.",
        "Wait and run it again; if it is frequent, spread the schedules of this tenant.",
    ),
    line(
        "provider.unavailable",
        "The provider did not answer.",
        "Look at the provider's own status page; run it again when it is back.",
    ),
    line(
        "provider.unreachable",
        "The provider could not be reached, or did not answer in time.",
        "Look at the network and at the provider's own status page; run it again when it is back.",
    ),
    line(
        "restore.shadow_foreign",
        "The restore is linked to an operation that is not its own.",
        "`scheduler doctor` tells what is wrong with the link; correct it by hand.",
    ),
    line(
        "restore.status_unknown",
        "The restore is in a status that nobody declared.",
        "Look at the restore: another program has written it.",
    ),
    line(
        "restore.transition_refused",
        "The restore cannot go from where it is to what was asked.",
        "Look at the restore for where it stands; somebody else may have moved it.",
    ),
];
