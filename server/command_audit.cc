// hallway audit verify, list, export: the log, proved, read and written down for somebody else.

#include <cstdio>

#include "server/audit.h"
#include "server/commands.h"
#include "server/open_node.h"
#include "storage/apart.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

// The log as it stands in a folder, whether a node runs there or not.
struct Archive {
  const ReadTxn& txn;
  const Home& home;
};

// Runs `read` in a process of its own (storage/apart.h), which prints what it writes.
Result<void> read_apart(const fs::path& dir,
                        const std::function<Result<void>(const Archive&, int out)>& read) {
  const auto home = TRY(home_of(TRY(config_of(dir))));
  return run_apart(
      [&](int out) -> Result<void> {
        const auto store = TRY(Store::open_beside(dir));
        const auto txn = TRY(store->read());
        return read({txn, home}, out);
      },
      [](std::string_view piece) -> Result<void> {
        if (std::fwrite(piece.data(), 1, piece.size(), stdout) == piece.size()) return {};
        return fail(Code::unavailable, "standard output cannot be written");
      });
}

// --- verify ----------------------------------------------------------------------------------

std::string report_text(const std::string& what, const AuditReport& report) {
  std::string text = what + ": " + std::to_string(report.entries) +
                     " entries, each following from " + "the one before";
  if (report.newest) {
    text += "; " + std::to_string(report.heads) +
            (report.heads == 1 ? " signed head agrees" : " signed heads agree") +
            ", the newest of " + to_rfc3339(report.newest->at) + " for entry " +
            std::to_string(report.newest->seq);
  }
  return text + "\nSigned with " + report.key + "\n";
}

Result<void> verify_folder(const fs::path& dir, const std::vector<std::string>& more) {
  std::vector<fs::path> heads{heads_file(dir)};
  for (const auto& file : more) {
    std::error_code none;
    if (!fs::exists(file, none)) return fail(Code::not_found, "there is no file " + file);
    heads.emplace_back(file);
  }
  return read_apart(dir, [&](const Archive& archive, int out) -> Result<void> {
    const auto report = TRY(verify_audit(archive.txn, archive.home, heads));
    return write_all(out, report_text(dir.string(), report));
  });
}

Result<void> audit_verify(const Json& arguments) {
  const fs::path what = TRY(text_argument(arguments, "what"));
  std::error_code none;
  const auto heads = list_argument(arguments, "heads");
  const auto key = text_argument_or(arguments, "key", "");
  if (!fs::is_regular_file(what, none)) {
    if (!key.empty()) return fail(Code::invalid, "--key is for exports; a folder has its own");
    return verify_folder(what, heads);
  }
  if (!heads.empty()) return fail(Code::invalid, "--heads is for a node's folder");
  const auto report = TRY(check_export(what, key));
  std::fputs(report_text(what.string(), report).c_str(), stdout);
  return {};
}

// --- list ------------------------------------------------------------------------------------

struct Wanted {
  Time since;
  std::string actor, type;  // empty: any

  [[nodiscard]] bool takes(const LogEntry& entry) const {
    return entry.at >= since && (actor.empty() || entry.actor == actor) &&
           (type.empty() || entry.type == type);
  }
};

// "2026-11-25" or "2026-11-25T13:11:55Z".
Result<Time> since_argument(const Json& arguments) {
  const auto text = text_argument_or(arguments, "since", "");
  if (text.empty()) return Time{};
  const auto time = parse_rfc3339(text.size() == 10 ? text + "T00:00:00Z" : text);
  if (time.ok()) return *time;
  return fail(Code::invalid,
              "--since takes a day like 2026-11-25 or a moment like "
              "2026-11-25T13:11:55Z, and \"" +
                  text + "\" is none");
}

// An address as it is; a handle, or the name of somebody here, by the address it stands for.
Result<std::string> actor_argument(const Archive& archive, const Json& arguments) {
  auto text = text_argument_or(arguments, "actor", "");
  if (text.empty() || text.find("://") != std::string::npos) return text;
  if (text.front() == '@') text.erase(0, 1);
  const auto at = text.find('@');
  const auto domain = at == std::string::npos ? archive.home.domain.text() : text.substr(at + 1);
  const auto actor = find_actor_by_handle(archive.txn, text.substr(0, at), domain);
  if (!actor) return fail(Code::not_found, "nobody here is known as " + text);
  return actor->iri.text();
}

std::string entry_line(const LogEntry& entry, bool json) {
  const auto shown = entry_json(entry);
  if (json) return dump_json(shown) + "\n";
  std::string line = std::to_string(entry.seq);
  for (const auto* key : {"at", "source", "type", "actor", "object"}) {
    line += "  " + text_argument_or(shown, key, "");
  }
  return line + "\n";
}

Result<void> audit_list(const Json& arguments) {
  const fs::path dir = TRY(text_argument(arguments, "data"));
  const auto since = TRY(since_argument(arguments));
  const bool json = find_bool(arguments, "json").value_or(false);
  return read_apart(dir, [&](const Archive& archive, int out) -> Result<void> {
    const Wanted wanted{since, TRY(actor_argument(archive, arguments)),
                        text_argument_or(arguments, "type", "")};
    std::string lines;
    for (uint64_t seq = 1; const auto entry = find_log(archive.txn, seq); ++seq) {
      if (wanted.takes(*entry)) lines += entry_line(*entry, json);
      if (lines.size() < 64 * 1024) continue;
      TRY(write_all(out, lines));
      lines.clear();
    }
    return write_all(out, lines);
  });
}

// --- export ----------------------------------------------------------------------------------

Result<void> write_down(const Json& arguments) {
  const fs::path dir = TRY(text_argument(arguments, "data"));
  const fs::path file = TRY(text_argument(arguments, "file"));
  return read_apart(dir, [&](const Archive& archive, int out) -> Result<void> {
    LocalKeys keys;
    const auto report = TRY(export_log(archive.txn, archive.home, keys, file, SystemClock().now()));
    return write_all(out, file.string() + " holds " + std::to_string(report.entries) +
                              " entries. Whoever has it checks it with: hallway audit verify " +
                              file.filename().string() + " --key " + report.key + "\n");
  });
}

}  // namespace

std::vector<Command> audit_commands() {
  return {{.name = "audit verify",
           .sentence = "Check that the log, or an export of it, is whole and unchanged",
           .arguments = {{"WHAT", "what", "The node's data folder, or an exported file", true},
                         {"--heads", "heads",
                          "Signed heads kept elsewhere, to which the folder's log must agree",
                          false, ArgumentKind::list},
                         {"--key", "key", "The key that the export must be signed with"}},
           .run_here = audit_verify},
          {.name = "audit list",
           .sentence = "Print the log's entries, oldest first",
           .arguments = {kDirArgument,
                         {"--since", "since", "Only from this day or moment on"},
                         {"--actor", "actor", "Only of this handle or address"},
                         {"--type", "type", "Only of this type, as in Create"},
                         {"--json", "json", "A JSON object a line, with digests", false,
                          ArgumentKind::flag}},
           .run_here = audit_list},
          {.name = "audit export",
           .sentence = "Write the log down, signed, for somebody else to check",
           .arguments = {kDirArgument, {"FILE", "file", "The new file", true}},
           .run_here = write_down}};
}

}  // namespace hallway
