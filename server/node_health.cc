#include "server/node_health.h"

#include "server/commands.h"
#include "server/disk_use.h"
#include "server/last_backup.h"
#include "server/media_job.h"
#include "server/node.h"
#include "server/version.h"

namespace hallway {
namespace {

std::string_view word_of(Grade grade) {
  switch (grade) {
    case Grade::good: return "good";
    case Grade::doubtful: return "doubtful";
    case Grade::bad: break;
  }
  return "bad";
}

Json diagnoses_json(const Diagnoses& found) {
  Json list = Json::array();
  for (const auto& one : found) {
    list.push_back({{"grade", word_of(one.grade)},
                    {"subject", one.subject},
                    {"found", one.found},
                    {"todo", one.todo}});
  }
  return list;
}

Json use_json(const DiskUse& use) {
  return {{"store", use.store},
          {"media", use.media},
          {"cache", use.cache},
          {"search", use.search},
          {"free", use.free}};
}

Json disk_json(const std::vector<DiskDay>& history, const DiskUse& now) {
  auto out = use_json(now);
  const auto left = days_until_full(history, now.free);
  out["days_until_full"] = left ? Json(static_cast<int64_t>(*left)) : Json();
  out["days"] = Json::array();
  for (const auto& one : history) {
    auto day = use_json(one.use);
    day["date"] = to_rfc3339(one.begin()).substr(0, 10);
    day["queued"] = one.queued;
    out["days"].push_back(std::move(day));
  }
  return out;
}

Diagnoses look_around(Node& node, const DiskUse& use, const Json& status) {
  const auto& dir = node.store().dir();
  const auto& config = node.config();
  auto found = check_folder(dir, config);
  found.push_back(check_disk(use.free, use.store));
  found.push_back(check_media(dir, config, media_program()));
  found.push_back(check_backup(last_backup(dir), node.now()));
  found.push_back(check_clock(clock_is_synchronized(), node.now(), Time{}));
  found.push_back(check_certificate(config, node.now()));
  for (auto& one : check_status(status, config)) found.push_back(std::move(one));
  return found;
}

}  // namespace

Result<Json> health_of(Node& node) {
  const auto status = TRY(find_command("status")->run(node, Json::object()));
  const auto& dir = node.store().dir();
  const auto use = disk_use(dir);
  const auto history = list_disk_days(TRY(node.read()));
  const auto backup = last_backup(dir);
  return Json{{"version", kVersion},
              {"mode", node.home().mode == Mode::open ? "open" : "allowlist"},
              {"status", status},
              {"checks", diagnoses_json(look_around(node, use, status))},
              {"disk", disk_json(history, use)},
              {"last_backup", backup.ms ? Json(to_rfc3339(backup)) : Json()}};
}

}  // namespace hallway
