#pragma once
// /api/v1/annual_reports: what each year was for the caller (server/annual_report.h), the year that
// runs so far. Who has read that is shown it again when the year is over.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_annual_reports(Node& node, const Call& call);      // that they have not read
Result<Response> show_annual_report(Node& node, const Call& call);       // /annual_reports/{year}
Result<Response> mark_annual_report_read(Node& node, const Call& call);  // .../{year}/read

}  // namespace hallway::api
