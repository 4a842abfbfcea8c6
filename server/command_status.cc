// hallway status: how a node is, as it says itself.

#include <sys/resource.h>

#include <algorithm>
#include <chrono>
#include <filesystem>

#include "server/commands.h"
#include "server/node.h"
#include "storage/deliveries.h"
#include "storage/peers.h"

namespace hallway {
namespace {

constexpr size_t kMostFailing = 20;

// How long an empty change takes to be answered: the writer lives, and the disk takes what it is
// given.
Result<int64_t> ask_writer(Node& node) {
  const auto start = std::chrono::steady_clock::now();
  TRY(node.writer().apply([](WriteTxn&) { return Result<void>(); }));
  const auto waited = std::chrono::steady_clock::now() - start;
  return std::chrono::duration_cast<std::chrono::milliseconds>(waited).count();
}

Json files_json() {
  rlimit files{};
  ::getrlimit(RLIMIT_NOFILE, &files);
  std::error_code none;
  const std::filesystem::directory_iterator open("/proc/self/fd", none), end;
  return {{"limit", files.rlim_cur}, {"open", none ? 0 : std::distance(open, end)}};
}

// Those that did not answer last time, who is down longest first.
Json failing_json(const ReadTxn& txn) {
  std::vector<Peer> failing;
  for_each_peer(txn, [&](const Peer& peer) {
    if (peer.failures > 0 && peer.relation != Relation::blocked) failing.push_back(peer);
  });
  std::ranges::sort(failing, {}, &Peer::down_since);
  Json list = Json::array();
  for (const auto& peer : failing) {
    if (list.size() == kMostFailing) break;
    list.push_back({{"domain", peer.domain.text()},
                    {"since", to_rfc3339(peer.down_since)},
                    {"failures", peer.failures},
                    {"relation", name_of(peer.relation)},
                    {"owed", count_deliveries(txn, peer.id)}});
  }
  return {{"count", failing.size()}, {"longest", std::move(list)}};
}

Result<Json> status(Node& node, const Json&) {
  const auto writer_ms = TRY(ask_writer(node));
  const auto txn = TRY(node.read());
  const auto last = last_log(txn);
  return Json{{"origin", node.config().origin()},     {"writer_ms", writer_ms},
              {"log", last ? last->seq : 0},          {"deliveries", txn.count(Table::deliveries)},
              {"fetches", txn.count(Table::fetches)}, {"posts", txn.count(Table::posts)},
              {"failing", failing_json(txn)},         {"files", files_json()}};
}

std::string print_status(const Json& answer) {
  std::string text = text_argument_or(answer, "origin", "") + "/\n";
  text += "a change is on disk after " + number_field(answer, "writer_ms") + " ms\n";
  text += number_field(answer, "posts") + " posts, " + number_field(answer, "log") +
          " entries of the log\n";
  text += number_field(answer, "deliveries") + " deliveries and " +
          number_field(answer, "fetches") + " fetches wait\n";
  const auto* files = find_member(answer, "files");
  if (files)
    text += number_field(*files, "open") + " of " + number_field(*files, "limit") + " files open\n";
  const auto* failing = find_member(answer, "failing");
  if (!failing) return text;
  text += number_field(*failing, "count") + " nodes do not answer\n";
  for (const auto* one : find_list(*failing, "longest")) {
    text += "  " + text_argument_or(*one, "domain", "") + "  since " +
            text_argument_or(*one, "since", "") + "  " + number_field(*one, "owed") + " owed\n";
  }
  return text;
}

}  // namespace

std::vector<Command> status_commands() {
  return {{.name = "status",
           .sentence = "Say how the node is: its writer, what waits, who does not answer",
           .arguments = {{"--data", "data", "The node's data folder", true}},
           .run = status,
           .print = print_status,
           .patience = kStatusPatience}};
}

}  // namespace hallway
