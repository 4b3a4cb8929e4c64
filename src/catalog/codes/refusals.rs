//! Why work may not start: the reason codes of the check before each attempt.

use super::{Code, line};

pub(super) const CODES: &[Code] = &[
    line(
        "initiator_not_entitled",
        "Whoever asked for it is no longer a member of the workspace.",
        "Somebody who is a member starts it again, if it is still wanted.",
    ),
    line(
        "missing_capability",
        "Whoever asked for it may only look by now.",
        "Somebody with the right to do it starts it again, if it is still wanted.",
    ),
    line(
        "provider_connection_invalid",
        "The tenant's connection to the directory provider does not work.",
        "Renew the consent or the secret of the connection, then start the work again.",
    ),
    line("tenant_missing", "The tenant no longer exists.", "Nothing to do, unless the tenant was removed by mistake."),
    line(
        "tenant_not_operable",
        "The tenant is not active.",
        "Finish onboarding it or take it out of the archive, or stop scheduling work for it.",
    ),
    line(
        "workspace_mismatch",
        "The tenant belongs to another workspace than the operation.",
        "Find out who made such an operation: nothing was done, and a person must look.",
    ),
    line(
        "workspace_missing",
        "The workspace no longer exists.",
        "Nothing to do, unless the workspace was removed by mistake.",
    ),
    line(
        "workspace_not_operable",
        "The workspace is not active.",
        "Take it out of the archive, or stop scheduling work for it.",
    ),
];
