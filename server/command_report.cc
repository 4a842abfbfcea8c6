// hallway report: what people and other nodes reported, for those who run this one.

#include <algorithm>

#include "federation/html.h"
#include "federation/report.h"
#include "server/commands.h"
#include "server/node.h"
#include "server/people.h"

namespace hallway {
namespace {

constexpr Argument kId = {"ID", "id", "The report's number, as listed", true};
constexpr Argument kData = {"--data", "data", "The node's data folder", true};
constexpr size_t kMostListed = 1'000;

std::string field(const Json& answer, std::string_view key) {
  return text_argument_or(answer, key, "");
}

std::string handle_of(const ReadTxn& txn, Id id) {
  const auto actor = find_actor(txn, id);
  return actor ? "@" + actor->handle() : std::string("somebody unknown");
}

Json report_json(const ReadTxn& txn, const Report& report) {
  return {{"id", to_string(report.id)},
          {"at", to_rfc3339(report.at)},
          {"state", report.is_open() ? "open" : "resolved"},
          {"about", handle_of(txn, report.target)},
          {"by", handle_of(txn, report.reporter)},
          {"category", report.category},
          {"comment", report.comment},
          {"posts", report.posts.size()},
          {"forwarded", report.forwarded},
          {"resolved", report.is_open() ? "" : to_rfc3339(report.resolved)},
          {"resolution", report.resolution}};
}

Result<Json> list(Node& node, const Json& arguments) {
  const bool all = find_bool(arguments, "all").value_or(false);
  const auto txn = TRY(node.read());
  Json reports = Json::array();
  const auto add = [&](const Report& report) {
    reports.push_back(report_json(txn, report));
    return reports.size() < kMostListed;
  };
  all ? scan_reports(txn, add) : scan_open_reports(txn, add);
  return Json{{"reports", std::move(reports)}};
}

Result<Id> id_argument(const Json& arguments) {
  const auto text = TRY(text_argument(arguments, "id"));
  const auto id = parse_id(text);
  if (!id) return fail(Code::invalid, "\"" + text + "\" is no number of a report");
  return *id;
}

Result<Json> show(Node& node, const Json& arguments) {
  const auto id = TRY(id_argument(arguments));
  const auto txn = TRY(node.read());
  const auto report = find_report(txn, id);
  if (!report) return fail(Code::not_found, "there is no report " + to_string(id));
  auto shown = report_json(txn, *report);
  Json posts = Json::array();
  for (const auto post_id : report->posts) {
    const auto post = find_post(txn, post_id);
    if (!post) continue;
    posts.push_back({{"id", post->iri.text()},
                     {"text", post->gone ? "(deleted)" : text_of_html(post->content)}});
  }
  shown["posts"] = std::move(posts);
  return shown;
}

Result<Json> resolve(Node& node, const Json& arguments) {
  const auto id = TRY(id_argument(arguments));
  const auto note = text_argument_or(arguments, "note", "");
  return node.writer().apply([&](WriteTxn& txn) -> Result<Json> {
    const auto report = TRY(resolve_report(txn, id, note, node.now()));
    const auto target = find_actor(txn, report.target);
    TRY(note_deed(txn, node, "ResolveReport", target ? target->iri.text() : std::string(),
                  {{"report", to_string(id)}}));
    return report_json(txn, report);
  });
}

// One line, whatever strangers wrote.
std::string one_line(std::string text) {
  std::ranges::replace_if(
      text, [](char c) { return c == '\n' || c == '\t'; }, ' ');
  return text;
}

std::string print_list(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "reports")) {
    text += field(*one, "id") + "\t" + field(*one, "state") + "\t" + field(*one, "at") + "\t" +
            field(*one, "about") + "\t" + one_line(field(*one, "comment")) + "\n";
  }
  return text.empty() ? "There are no open reports.\n" : text;
}

std::string print_one(const Json& answer) {
  std::string text;
  for (const auto* key :
       {"id", "state", "at", "about", "by", "category", "comment", "resolved", "resolution"}) {
    text += std::string(key) + ": " + one_line(field(answer, key)) + "\n";
  }
  for (const auto* post : find_list(answer, "posts")) {
    text += "post: " + field(*post, "id") + " " + one_line(field(*post, "text")) + "\n";
  }
  return text;
}

}  // namespace

std::vector<Command> report_commands() {
  return {{.name = "report list",
           .sentence = "List reports, newest first: number, state, time, about whom, comment",
           .arguments = {kData, {"--all", "all", "Resolved ones too", false, ArgumentKind::flag}},
           .run = list,
           .print = print_list},
          {.name = "report show",
           .sentence = "Show one report with the posts it is about",
           .arguments = {kId, kData},
           .run = show,
           .print = print_one},
          {.name = "report resolve",
           .sentence = "Say that a report was dealt with",
           .arguments = {kId, kData, {"--note", "note", "What came of it"}},
           .run = resolve,
           .print = [](const Json& answer) { return "Resolved report " + field(answer, "id"); }}};
}

}  // namespace hallway
