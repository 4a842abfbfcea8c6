// hallway announcement: what those who run a node tell everybody on it.

#include "federation/plain_text.h"
#include "server/commands.h"
#include "server/node.h"
#include "server/people.h"
#include "storage/announcements.h"

namespace hallway {
namespace {

constexpr Argument kText = {"TEXT", "text", "What everybody is told, in plain text", true};
constexpr Argument kAnnouncement = {"ID", "id", "The announcement's number, as listed", true};
constexpr Argument kStarts = {"--starts", "starts",
                              "When what it is about begins: 2026-11-30T14:00:00Z or 2026-11-30"};
constexpr Argument kEnds = {"--ends", "ends", "When it ends, and the announcement with it"};

constexpr size_t kLongestAnnouncement = 10'000, kMostThere = 100;

bool is_day(std::string_view text) { return text.size() == 10; }

// A day alone begins at midnight, UTC.
Result<Time> time_argument(const Json& arguments, std::string_view key) {
  const auto text = text_argument_or(arguments, key, "");
  if (text.empty()) return Time{};
  const auto time = parse_rfc3339(is_day(text) ? text + "T00:00:00Z" : text);
  if (time) return *time;
  return fail(Code::invalid, "\"" + text + "\" is no time like 2026-11-30T14:00:00Z or 2026-11-30");
}

Result<Announcement> announcement_in(const Json& arguments, Time now) {
  Announcement one{.text = clean_text(TRY(text_argument(arguments, "text"))),
                   .starts = TRY(time_argument(arguments, "starts")),
                   .ends = TRY(time_argument(arguments, "ends")),
                   .published = now,
                   .updated = now};
  if (one.text.find_first_not_of(" \t\r\n") == std::string::npos) {
    return fail(Code::invalid, "an announcement says something: its text is empty");
  }
  if (one.text.size() > kLongestAnnouncement)
    return fail(Code::invalid, "the announcement is too long");
  const auto starts = text_argument_or(arguments, "starts", "");
  const auto ends = text_argument_or(arguments, "ends", "");
  one.all_day = is_day(ends.empty() ? starts : ends) && (starts.empty() || is_day(starts));
  if (one.ends.ms && is_day(ends)) one.ends = one.ends + days(1);  // the whole of that day
  if (one.ends.ms && one.ends <= std::max(one.starts, now)) {
    return fail(Code::invalid, "it would end before it begins, or has ended already");
  }
  return one;
}

Json announcement_json(const Announcement& one) {
  return {{"id", to_string(one.id)},
          {"starts", one.starts.ms ? to_rfc3339(one.starts) : std::string()},
          {"ends", one.ends.ms ? to_rfc3339(one.ends) : std::string()},
          {"text", one.text}};
}

Result<void> note(WriteTxn& txn, Node& node, std::string_view deed, std::string_view id,
                  const Json& arguments) {
  auto details = details_by(who_does(arguments));
  details["id"] = id;
  return note_deed(txn, node, deed, "", details);
}

Result<Json> announcement_add(Node& node, const Json& arguments) {
  auto one = TRY(announcement_in(arguments, node.now()));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    if (list_announcements(txn).size() >= kMostThere) {
      return fail(Code::conflict, "there are too many announcements; remove one first");
    }
    one.id = Id{};  // this may run twice
    TRY(put_announcement(txn, one));
    return note(txn, node, "AddAnnouncement", to_string(one.id), arguments);
  }));
  return announcement_json(one);
}

Result<Json> announcement_list(Node& node, const Json&) {
  Json all = Json::array();
  for (const auto& one : list_announcements(TRY(node.read()))) {
    all.push_back(announcement_json(one));
  }
  return Json{{"announcements", std::move(all)}};
}

Result<Json> announcement_remove(Node& node, const Json& arguments) {
  const auto text = TRY(text_argument(arguments, "id"));
  const auto id = parse_id(text);
  if (!id) return fail(Code::invalid, "\"" + text + "\" is no number of an announcement");
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    TRY(erase_announcement(txn, *id));
    return note(txn, node, "RemoveAnnouncement", text, arguments);
  }));
  return Json{{"id", text}};
}

std::string print_announcements(const Json& answer) {
  std::string text;
  for (const auto* one : find_list(answer, "announcements")) {
    const auto field = [&](const char* key) { return text_argument_or(*one, key, ""); };
    auto first = field("text");
    first.resize(std::min(first.find('\n'), first.size()));
    text += field("id") + "\t" + field("starts") + "\t" + field("ends") + "\t" + first + "\n";
  }
  return text.empty() ? "There are no announcements.\n" : text;
}

}  // namespace

std::vector<Command> announcement_commands() {
  return {
      {.name = "announcement add",
       .sentence = "Tell everybody here something",
       .arguments = {kText, kDataOption, kStarts, kEnds},
       .run = announcement_add,
       .print =
           [](const Json& answer) { return "Announced " + text_argument_or(answer, "id", ""); }},
      {.name = "announcement list",
       .sentence = "List announcements: number, start, end, first line",
       .arguments = {kDataOption},
       .run = announcement_list,
       .print = print_announcements},
      {.name = "announcement remove",
       .sentence = "Take an announcement away, with all reactions to it",
       .arguments = {kAnnouncement, kDataOption},
       .run = announcement_remove,
       .print = [](const Json& answer) {
         return "Removed " + text_argument_or(answer, "id", "");
       }}};
}

}  // namespace hallway
