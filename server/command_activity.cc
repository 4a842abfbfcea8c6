// hallway activity: what happened here lately, as the log has it.

#include <algorithm>

#include "federation/html.h"
#include "federation/note.h"
#include "federation/plain_text.h"
#include "server/commands.h"
#include "server/node.h"
#include "storage/log_chain.h"

namespace hallway {
namespace {

constexpr int64_t kMost = 1'000;
constexpr size_t kExcerptBytes = 90;

std::string handle_of(const ReadTxn& txn, std::string_view text) {
  const auto iri = Iri::parse(text);
  const auto actor = iri.ok() ? find_actor(txn, *iri) : std::nullopt;
  return actor ? "@" + actor->handle() : std::string();
}

std::string excerpt_of(std::string_view html) {
  auto text = text_of_html(html);
  std::ranges::replace(text, '\n', ' ');
  if (text.size() <= kExcerptBytes) return text;
  return std::string(utf8_prefix(text, kExcerptBytes)) + "…";
}

// Whom or what it is about: a person's handle, or the beginning of the post.
void add_object(const ReadTxn& txn, const LogEntry& entry, Json& shown) {
  const auto iri = Iri::parse(entry.object);
  if (!iri.ok()) return;
  if (const auto post = find_post(txn, *iri); post && !post->gone) {
    shown["text"] = excerpt_of(post->content);
    const auto author = find_actor(txn, post->author);
    if (author) shown["about"] = "@" + author->handle();
    if (const auto parent = find_post(txn, post->parent)) {
      const auto answered = find_actor(txn, parent->author);
      if (answered) shown["answers"] = "@" + answered->handle();
    }
    shown["pictures"] = post->attachments.size();
    return;
  }
  const auto handle = handle_of(txn, entry.object);
  if (!handle.empty()) shown["about"] = handle;
}

Json entry_json(const ReadTxn& txn, const LogEntry& entry) {
  Json shown{{"seq", entry.seq},
             {"at", to_rfc3339(entry.at)},
             {"source", name_of(entry.source)},
             {"type", entry.type},
             {"actor", handle_of(txn, entry.actor)},
             {"object", entry.object}};
  add_object(txn, entry, shown);
  return shown;
}

Result<Json> activity(Node& node, const Json& arguments) {
  const auto limit = std::clamp<int64_t>(find_int(arguments, "limit").value_or(20), 1, kMost);
  const auto txn = TRY(node.read());
  const auto newest = last_log(txn);
  const uint64_t last = newest ? newest->seq : 0;
  const auto count = static_cast<uint64_t>(limit);
  const auto after = find_int(arguments, "after");
  uint64_t seq =
      after ? static_cast<uint64_t>(std::max<int64_t>(*after, 0)) : last - std::min(last, count);
  Json entries = Json::array();
  while (++seq <= last && entries.size() < count) {
    if (const auto entry = find_log(txn, seq)) entries.push_back(entry_json(txn, *entry));
  }
  return Json{{"entries", std::move(entries)}, {"last", last}};
}

std::string print_activity(const Json& answer) {
  std::string text;
  for (const auto* entry : find_list(answer, "entries")) {
    const auto get = [&](std::string_view key) { return text_argument_or(*entry, key, ""); };
    text += get("at") + "  " + get("source") + "  " + get("type") + "  " + get("actor") + "  " +
            (get("text").empty() ? (get("about").empty() ? get("object") : get("about"))
                                 : "“" + get("text") + "”") +
            "\n";
  }
  return text.empty() ? "Nothing has happened yet.\n" : text;
}

}  // namespace

std::vector<Command> activity_commands() {
  return {{.name = "activity",
           .sentence = "Print what happened here lately, oldest first",
           .arguments = {{"--data", "data", "The node's data folder", true},
                         {"--after", "after", "Only beyond this entry of the log", false,
                          ArgumentKind::number},
                         {"--limit", "limit", "How many entries; 20", false, ArgumentKind::number}},
           .run = activity,
           .print = print_activity}};
}

}  // namespace hallway
