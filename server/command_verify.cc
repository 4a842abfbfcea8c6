// hallway verify: is everything that a node keeps what it should be?

#include <cstdio>
#include <set>

#include "server/commands.h"
#include "server/open_blobs.h"
#include "server/open_node.h"
#include "server/progress.h"
#include "storage/verify.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

void note(Verification& found, std::string finding) {
  ++found.wrong;
  found.findings.push_back(std::move(finding));
}

// What posts show must be there, and be what its name says. What is carried is read before the
// storage is asked: reading it needs a process that has one thread.
Result<void> look_at_files(const fs::path& dir, bool readable, Verification& found) {
  const auto config = config_of(dir);
  if (!config.ok()) note(found, config.error().what);
  std::set<std::string> carried;
  if (config.ok() && readable) {
    carried = TRY(list_carried(dir, TRY(home_of(*config)).at("media/").text()));
  }
  const auto known = config.ok() ? *config : Config();
  const SystemClock clock;
  const auto storage = TRY(StorageBeside::open(known));
  const auto blobs = make_blobs(dir, known, {storage.client(), clock});
  for (const auto& file : TRY(find_damaged(*blobs))) {
    note(found, "media/" + file + " is not the file that its name says");
  }
  for (const auto& file : TRY(find_missing(*blobs, carried))) {
    note(found, "media/" + file + " is not there, and a post shows it");
  }
  return {};
}

Result<Verification> look(const fs::path& dir) {
  Progress progress("Verifying", Progress::Unit::rows);
  auto found = TRY(verify_store(dir, [&](uint64_t done, uint64_t all, std::string_view table) {
    progress.show(done, all, table);
  }));
  TRY(look_at_files(dir, /*readable=*/found.good(), found));
  return found;
}

Result<void> verify_folder(const Json& arguments) {
  const fs::path dir = TRY(text_argument(arguments, "data"));
  const auto found = TRY(look(dir));
  if (found.good()) {
    std::printf("%s is good: %llu rows, %llu entries of the log\n", dir.c_str(),
                static_cast<unsigned long long>(found.rows),
                static_cast<unsigned long long>(found.entries));
    return {};
  }
  for (const auto& finding : found.findings) std::printf("%s\n", finding.c_str());
  const auto shown = found.findings.size();
  if (found.wrong > shown) {
    std::printf("... and %llu more\n", static_cast<unsigned long long>(found.wrong - shown));
  }
  std::fflush(stdout);
  return fail(Code::corrupt,
              dir.string() + " is damaged: " + std::to_string(found.wrong) +
                  (found.wrong == 1 ? " thing is" : " things are") +
                  " wrong in it. Stop the node, move the folder away and keep it, then: hallway "
                  "restore BACKUP " +
                  dir.string());
}

}  // namespace

std::vector<Command> verify_commands() {
  return {{.name = "verify",
           .sentence = "Read everything a node keeps, running or not, and say what is damaged",
           .arguments = {{"DIR", "data", "The node's data folder", true}},
           .run_here = verify_folder}};
}

}  // namespace hallway
