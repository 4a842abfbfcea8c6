// hallway report: what people and other nodes reported, for those who run this one.

#include <algorithm>

#include "federation/html.h"
#include "federation/report.h"
#include "server/commands.h"
#include "server/node.h"
#include "server/people.h"

namespace hallway {
namespace {

constexpr Argument kReport = {"ID", "id", "The report's number, as listed", true};
constexpr size_t kMostListed = 1'000;

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

Result<Json> report_list(Node& node, const Json& arguments) {
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

Result<Json> report_show(Node& node, const Json& arguments) {
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

std::string print_reports(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "reports")) {
    text += text_field(*one, "id") + "\t" + text_field(*one, "state") + "\t" +
            text_field(*one, "at") + "\t" + text_field(*one, "about") + "\t" +
            one_line(text_field(*one, "comment")) + "\n";
  }
  return text.empty() ? "There are no open reports.\n" : text;
}

std::string print_report(const Json& answer) {
  std::string text;
  for (const auto* key :
       {"id", "state", "at", "about", "by", "category", "comment", "resolved", "resolution"}) {
    text += std::string(key) + ": " + one_line(text_field(answer, key)) + "\n";
  }
  for (const auto* post : find_list(answer, "posts")) {
    text += "post: " + text_field(*post, "id") + " " + one_line(text_field(*post, "text")) + "\n";
  }
  return text;
}

}  // namespace

std::vector<Command> report_commands() {
  return {
      {.name = "report list",
       .sentence = "List reports, newest first: number, state, time, about whom, comment",
       .arguments = {kDataOption, {"--all", "all", "Resolved ones too", false, ArgumentKind::flag}},
       .run = report_list,
       .print = print_reports},
      {.name = "report show",
       .sentence = "Show one report with the posts it is about",
       .arguments = {kReport, kDataOption},
       .run = report_show,
       .print = print_report},
      {.name = "report resolve",
       .sentence = "Say that a report was dealt with",
       .arguments = {kReport, kDataOption, {"--note", "note", "What came of it"}},
       .run = resolve,
       .print = [](const Json& answer) { return "Resolved report " + text_field(answer, "id"); }}};
}

}  // namespace hallway
