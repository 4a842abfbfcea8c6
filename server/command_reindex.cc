// hallway reindex: the full-text index made anew, beside the one that answers meanwhile.

#include <poll.h>

#include <cstdio>

#include "server/commands.h"
#include "server/control.h"
#include "server/open_node.h"
#include "server/progress.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr int kLookEveryMs = 200, kBreathMs = 20;

Json json_of(const Indexer::Progress& progress) {
  return {{"done", progress.done},
          {"all", progress.all},
          {"under_way", progress.under_way},
          {"made", progress.made}};
}

// Within the node that runs: begins it, or says how far it is.
Result<Json> run(Node& node, const Json& arguments) {
  if (find_bool(arguments, "begin").value_or(false)) node.indexer().make_anew();
  return json_of(node.indexer().progress());
}

uint64_t counted(const Json& json, std::string_view key) {
  return static_cast<uint64_t>(find_int(json, key).value_or(0));
}

void show_progress(Progress& line, const Json& progress) {
  line.show(counted(progress, "done"), counted(progress, "all"));
}

// Waits for a node that runs. Nothing, where none does.
Result<std::optional<uint64_t>> watch(const fs::path& dir, Progress& line) {
  auto told = TRY(ask_running_node(dir, "reindex", {{"begin", true}}));
  while (told && find_bool(*told, "under_way").value_or(false)) {
    show_progress(line, *told);
    (void)::poll(nullptr, 0, kLookEveryMs);
    auto next = TRY(ask_running_node(dir, "reindex", Json::object()));
    if (!next) {
      return fail(Code::unavailable,
                  "the node stopped meanwhile; it goes on with the index when it is started again");
    }
    told = std::move(next);
  }
  if (!told) return std::optional<uint64_t>();
  return std::optional(counted(*told, "done"));
}

Result<uint64_t> make_here(const fs::path& dir, Progress& line) {
  const auto opened = TRY(OpenNode::open(dir));
  auto& indexer = opened->node().indexer();
  indexer.make_anew();
  while (indexer.progress().under_way) {
    if (TRY(indexer.run()) == 0) (void)::poll(nullptr, 0, kBreathMs);
    show_progress(line, json_of(indexer.progress()));
  }
  TRY(indexer.catch_up());
  return indexer.progress().done;
}

Result<void> reindex(const Json& arguments) {
  const fs::path dir = TRY(text_argument(arguments, "data"));
  uint64_t documents = 0;
  {
    Progress line("Indexing", Progress::Unit::rows);
    const auto watched = TRY(watch(dir, line));
    documents = watched ? *watched : TRY(make_here(dir, line));
  }
  std::printf("The index holds what can be found of %llu posts and people\n",
              static_cast<unsigned long long>(documents));
  return {};
}

}  // namespace

std::vector<Command> reindex_commands() {
  return {{.name = "reindex",
           .sentence = "Make the full-text index anew; search answers from the old one meanwhile",
           .arguments = {{"DIR", "data", "The node's data folder", true}},
           .run = run,
           .run_here = reindex}};
}

}  // namespace hallway
