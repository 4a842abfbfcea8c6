#include "server/doctor.h"

#include <sys/stat.h>
#include <sys/timex.h>

#include <algorithm>

#include "federation/log_head.h"
#include "server/client.h"
#include "server/commands.h"
#include "server/control.h"
#include "server/disk_use.h"
#include "server/last_backup.h"
#include "server/media_job.h"
#include "server/open_blobs.h"
#include "server/open_node.h"
#include "server/progress.h"
#include "server/tls.h"
#include "storage/apart.h"
#include "storage/format.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr uint64_t kMiB = uint64_t{1} << 20;
constexpr uint64_t kLeastFree = 256 * kMiB, kGoodFree = 1024 * kMiB;
constexpr int64_t kSlowMs = 1'000;
constexpr int64_t kSpareFiles = 200;  // besides connections and transfers
constexpr int64_t kManyDeliveries = 10'000;

Diagnosis good(std::string subject, std::string found) {
  return {Grade::good, std::move(subject), std::move(found), ""};
}
Diagnosis doubtful(std::string subject, std::string found, std::string todo) {
  return {Grade::doubtful, std::move(subject), std::move(found), std::move(todo)};
}
Diagnosis bad(std::string subject, std::string found, std::string todo) {
  return {Grade::bad, std::move(subject), std::move(found), std::move(todo)};
}

bool others_may(const fs::path& path, mode_t what) {
  struct stat seen {};
  return ::stat(path.c_str(), &seen) == 0 && (seen.st_mode & what) != 0;
}

// --- The store, seen from outside ------------------------------------------------------------

struct StoreLook {
  uint64_t format = 0;
  Time newest;
  std::string key;  // multibase, of the node itself
};

Result<StoreLook> look_at_store(const fs::path& dir, const Config& config) {
  const auto home = TRY(home_of(config));
  std::string told;
  TRY(run_apart(
      [&](int out) -> Result<void> {
        const auto store = TRY(Store::open_beside(dir));
        const auto txn = TRY(store->read());
        const auto last = last_log(txn);
        const auto key = head_key(txn, home);
        return write_all(out, dump_json({{"format", find_format(txn)},
                                         {"newest", last ? last->at.ms : 0},
                                         {"key", key.ok() ? key->to_multibase() : ""}}));
      },
      [&](std::string_view piece) -> Result<void> {
        told.append(piece);
        return {};
      }));
  const auto look = TRY(parse_json(told));
  return StoreLook{.format = static_cast<uint64_t>(find_int(look, "format").value_or(0)),
                   .newest = {find_int(look, "newest").value_or(0)},
                   .key = std::string(find_string(look, "key").value_or(""))};
}

Diagnosis check_format(const fs::path& dir, const Result<StoreLook>& look) {
  if (!look.ok()) {
    return bad("store", look.error().what,
               "see what is wrong with: hallway verify " + dir.string());
  }
  const auto format = std::to_string(look->format);
  if (look->key.empty()) {
    return bad("store", "it belongs to another address than the configuration says",
               "set domain and plain_http as they are when the node runs");
  }
  if (look->format > present_format()) {
    return bad("store", "format " + format + " was written by a newer Hallway",
               "install the newer version again");
  }
  if (look->format < present_format()) {
    return good("store", "format " + format + "; the node takes it up to " +
                             std::to_string(present_format()) + " while it serves");
  }
  return good("store", "format " + format + ", as this program writes it");
}

// --- The address, seen from here -------------------------------------------------------------

Result<OutboundResponse> get(HttpClient& client, const Iri& url, std::string_view accept) {
  OutboundRequest request{.url = url, .headers = {{"Accept", std::string(accept)}}};
  // Our own address may well be a private one.
  for (const auto* all : {"0.0.0.0/0", "::/0"}) request.permits.push_back(TRY(Cidr::parse(all)));
  auto answer = TRY(client.exchange(std::move(request)));
  if (answer.status == 200) return answer;
  return fail(Code::unavailable, "it answers " + std::to_string(answer.status));
}

Result<void> find_ourselves(HttpClient& client, const Home& home, const std::string& key) {
  const auto self = home.instance_actor();
  const auto jrd = home.at(".well-known/webfinger?resource=" + percent_encode(self.text()));
  TRY(get(client, jrd, "application/jrd+json"));
  const auto actor = TRY(get(client, self, "application/activity+json"));
  if (actor.body.find(key) != std::string::npos) return {};
  return fail(Code::conflict, "another node answers there");
}

Diagnoses check_running(const fs::path& dir, const Config& config, const Result<StoreLook>& look) {
  const auto answered = ask_running_node(dir, "status", Json::object(), kStatusPatience);
  if (!answered.ok()) {
    return {bad("node", answered.error().what,
                "look at its log lines; if it hangs, stop it and start it again")};
  }
  if (!*answered) {
    return {doubtful("node", "it does not run", "start it with: hallway serve " + dir.string())};
  }
  auto found = check_status(**answered, config);
  if (look.ok() && !look->key.empty()) found.push_back(check_address(config, look->key));
  return found;
}

}  // namespace

Diagnoses check_folder(const fs::path& dir, const Config& config) {
  Diagnoses found;
  const auto forbid = [&](const fs::path& path, mode_t what, std::string_view may) {
    if (!others_may(path, what)) return;
    found.push_back(bad("permissions", "others may " + std::string(may) + " " + path.string(),
                        "chmod go-rwx " + path.string()));
  };
  constexpr mode_t kAny = S_IRWXG | S_IRWXO, kWrite = S_IWGRP | S_IWOTH;
  forbid(dir, kAny, "look into");
  forbid(dir / "store" / "data.mdb", kAny, "read");
  forbid(dir / "store" / "lock.mdb", kAny, "read");
  forbid(dir / "hallway.toml", kWrite, "change");
  if (!config.tls.key.empty()) forbid(config.tls.key, S_IRWXO, "read");
  if (!config.s3.secret_file.empty()) forbid(config.s3.secret_file, S_IRWXO, "read");
  if (found.empty()) found.push_back(good("permissions", "the folder is its owner's alone"));
  return found;
}

Diagnosis check_disk(uint64_t free_bytes, uint64_t store_bytes) {
  const auto found = size_text(free_bytes) + " are free; the store has " + size_text(store_bytes);
  const std::string todo =
      "make room, or move the folder to a larger disk while the node is stopped";
  if (free_bytes < kLeastFree) return bad("disk", found, todo);
  if (free_bytes < std::max(kGoodFree, store_bytes)) return doubtful("disk", found, todo);
  return good("disk", found);
}

Diagnosis check_backup(Time last, Time now) {
  const std::string todo =
      "make one each night: hallway backup DIR FILE, and keep it on another machine";
  if (last.ms == 0) return doubtful("backup", "none was made of this folder", todo);
  const auto found = "the last one was made " + to_rfc3339(last);
  return now - last < days(8) ? good("backup", found) : doubtful("backup", found, todo);
}

bool clock_is_synchronized() {
  timex state{};
  return ::adjtimex(&state) != TIME_ERROR;
}

Diagnosis check_media(const fs::path& dir, const Config& config, const fs::path& program) {
  std::error_code none;
  if (!fs::exists(program, none)) {
    return bad("files", program.string() + " is not there: nobody can upload a file",
               "install it beside the program hallway, whose part it is");
  }
  for (const auto* tool : {"/usr/bin/ffmpeg", "/usr/bin/ffprobe"}) {
    if (fs::exists(tool, none)) continue;
    return doubtful("files", std::string(tool) + " is not there: films and sounds are refused",
                    "install the package ffmpeg");
  }
  const auto own = config.s3.bucket.empty()
                       ? "this node's people have " + size_text(folder_bytes(dir / "media")) +
                             " of pictures, films and sounds; "
                       : std::string();
  return good("files", own + "of other nodes' " + size_text(folder_bytes(dir / "cache")) +
                           " are kept, at most " + size_text(config.media.cache_bytes));
}

Diagnosis check_storage(const fs::path& dir, const Config& config) {
  uint64_t bytes = 0, count = 0;
  const auto listed = [&]() -> Result<std::string> {
    const auto storage = TRY(StorageBeside::open(config));
    const S3 s3(*storage.client(), config.s3);
    for (std::string from;;) {
      const auto page = TRY(s3.list(from));
      for (const auto& entry : page.entries) bytes += entry.bytes;
      count += page.entries.size();
      from = page.next;
      if (from.empty()) return s3.what();
    }
  }();
  if (!listed.ok()) {
    return bad("storage", listed.error().what,
               "nobody can upload or see files until it answers; see [s3] in the configuration");
  }
  const auto found = *listed + " has " + std::to_string(count) + " files of this node's people, " +
                     size_text(bytes);
  const auto left = folder_bytes(dir / "media");
  if (left == 0) return good("storage", found);
  return doubtful("storage", found + "; " + size_text(left) + " are still in the folder media",
                  "move them: hallway media move " + dir.string() + " --to s3");
}

Diagnosis check_clock(bool synchronized, Time now, Time newest_entry) {
  if (newest_entry > now + minutes(1)) {
    return bad(
        "clock",
        "it says " + to_rfc3339(now) + ", and the log has an entry of " + to_rfc3339(newest_entry),
        "set the clock; other nodes refuse signatures that are an hour off");
  }
  if (synchronized) return good("clock", "synchronized");
  return doubtful("clock", "nothing keeps it right, as far as the system says",
                  "run chrony or systemd-timesyncd; signatures carry the time");
}

Diagnosis check_certificate(const Config& config, Time now) {
  if (config.tls.cert.empty()) {
    return good("certificate", "none of our own; a proxy is to have it");
  }
  const auto end = certificate_end(config.tls.cert);
  const std::string todo = "renew it; the node reads the files again by itself";
  if (!end.ok()) return bad("certificate", end.error().what, "set [tls] cert to a PEM file");
  const auto found = config.tls.cert + " is good until " + to_rfc3339(*end);
  if (*end <= now) return bad("certificate", config.tls.cert + " ended " + to_rfc3339(*end), todo);
  if (*end - now < days(14)) return doubtful("certificate", found, todo);
  return good("certificate", found);
}

Diagnosis check_address(const Config& config, const std::string& key) {
  const auto address = config.origin();
  const auto reached = [&]() -> Result<void> {
    const auto client = TRY(CurlClient::start(client_options(config)));
    return find_ourselves(*client, TRY(home_of(config)), key);
  }();
  if (reached.ok()) return good("address", address + " leads here, as WebFinger and actor say");
  return bad("address", address + " does not lead here: " + reached.error().what,
             "look at DNS, the firewall, the certificate and what the reverse proxy passes on");
}

Diagnoses check_status(const Json& status, const Config& config) {
  Diagnoses found;
  const auto ms = find_int(status, "writer_ms").value_or(0);
  const auto writer = "a change is on disk after " + std::to_string(ms) + " ms";
  found.push_back(ms < kSlowMs ? good("writer", writer)
                               : doubtful("writer", writer, "see what else the disk is busy with"));
  const auto owed = find_int(status, "deliveries").value_or(0);
  const auto queue = std::to_string(owed) + " deliveries wait";
  found.push_back(owed < kManyDeliveries
                      ? good("queue", queue)
                      : doubtful("queue", queue, "see who does not answer: hallway status"));
  if (const auto* failing = find_member(status, "failing")) {
    const auto count = find_int(*failing, "count").value_or(0);
    std::string names;
    for (const auto* one : find_list(*failing, "longest")) {
      names += (names.empty() ? "" : ", ") + std::string(find_string(*one, "domain").value_or(""));
    }
    found.push_back(count == 0
                        ? good("partners", "all answer")
                        : doubtful("partners", std::to_string(count) + " do not answer: " + names,
                                   "nothing is lost for seven days; ask whoever runs them"));
  }
  const auto* files = find_member(status, "files");
  const auto limit = files ? find_int(*files, "limit").value_or(0) : 0;
  const auto wanted = static_cast<int64_t>(config.limits.connections) +
                      static_cast<int64_t>(config.federation.max_transfers) + kSpareFiles;
  const auto allowed =
      std::to_string(limit) + " may be open, " + std::to_string(wanted) + " could be needed";
  found.push_back(limit >= wanted ? good("files", allowed)
                                  : doubtful("files", allowed,
                                             "raise LimitNOFILE of the service (ulimit -n), or "
                                             "lower [limits] connections"));
  return found;
}

Diagnoses examine(const fs::path& dir) {
  const auto config = config_of(dir);
  if (!config.ok()) return {bad("configuration", config.error().what, "mend that, then ask again")};
  Diagnoses found{good("configuration", (dir / "hallway.toml").string() + " is fine")};
  const auto add = [&](Diagnoses more) {
    std::move(more.begin(), more.end(), std::back_inserter(found));
  };
  add(check_folder(dir, *config));
  const auto use = disk_use(dir);
  found.push_back(check_disk(use.free, use.store));
  found.push_back(check_media(dir, *config, media_program()));
  found.push_back(good("search", "the full-text index has " + size_text(use.search)));
  const auto look = look_at_store(dir, *config);
  found.push_back(check_format(dir, look));
  const auto now = SystemClock().now();
  found.push_back(check_backup(last_backup(dir), now));
  found.push_back(check_clock(clock_is_synchronized(), now, look.ok() ? look->newest : Time{}));
  found.push_back(check_certificate(*config, now));
  if (!config->s3.bucket.empty()) found.push_back(check_storage(dir, *config));
  add(check_running(dir, *config, look));
  return found;
}

}  // namespace hallway
