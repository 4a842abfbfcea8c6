#pragma once
// POST /api/v1/admin/measures, for those who administer: over the days from start_at to end_at (at
// most 366, UTC), how often something happened each day, altogether, and in as many days before:
//   active_users, new_users, interactions (likes, boosts and answers of people here),
//   opened_reports, resolved_reports; of a domain, named as instance_accounts[domain]:
//   instance_accounts, instance_statuses, instance_reports, instance_follows, instance_followers,
//   whose total is over all time.
// Of keys that this node has no figures for (those of hashtags, whose numbers nothing leads back
// from, and of files by domain) nothing is answered, as other servers do with keys unknown to them.

#include "server/days.h"
#include "server/params.h"
#include "server/routes.h"

namespace hallway::api {

Result<Response> show_measures(Node& node, const Call& call);

// For whoever else counts by days. Errors: invalid (no times, the end before the start, too long).
Result<DaySpan> day_span_in(const Params& params, size_t most_days = 366);

}  // namespace hallway::api
