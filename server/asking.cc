#include "server/asking.h"

#include "federation/answerers.h"
#include "server/node.h"
#include "storage/asked.h"
#include "storage/notifications.h"

namespace hallway {
namespace {

constexpr size_t kMostAtOnce = 20;
constexpr uint64_t kMostLooks = 3;
constexpr Duration kBetweenAskings = days(1);
// What has waited for longer when it comes here has been answered, or will not be.
constexpr Duration kLongestPatience = days(7);

Duration delay_of(const Node& node) { return hours(node.config().questions.ask_after_hours); }

bool still_waits(const ReadTxn& txn, const Node& node, const std::optional<Post>& question) {
  const auto oldest = node.now() - delay_of(node) - kLongestPatience;
  return question && std::max(question->published, question->updated) >= oldest &&
         waits_for_answer(txn, node.home(), *question);
}

// Errors: unavailable while there is no index.
Result<std::vector<Id>> people_for(Node& node, const WaitingQuestion& waiting) {
  const auto txn = TRY(node.read());
  const auto question = find_post(txn, waiting.question);
  if (!still_waits(txn, node, question)) return std::vector<Id>();
  ExpertWords words(TRY(node.search_index().read()));
  return find_answerers(txn, node.home(), words, *question, node.now());
}

Result<void> show(WriteTxn& txn, const Post& question, Id person, Time now) {
  TRY(add_asked(txn, person, question.id, now));
  return add_notification(txn, {.recipient = person,
                                .type = NotificationType::asked,
                                .actor = question.author,
                                .post = question.id,
                                .at = now});
}

// What was found out may be older than the store by now.
Result<void> settle(WriteTxn& txn, Node& node, const WaitingQuestion& waiting,
                    const std::vector<Id>& people) {
  TRY(erase_waiting(txn, waiting));
  const auto now = node.now();
  const auto question = find_post(txn, waiting.question);
  if (!still_waits(txn, node, question)) return {};
  for (const auto person : people) {
    if (!may_be_asked(txn, node.home(), *question, person, now)) continue;
    TRY(show(txn, *question, person, now));
  }
  if (waiting.looked + 1 >= kMostLooks) return {};
  return put_waiting(txn, {.since = now - delay_of(node) + kBetweenAskings,
                           .question = waiting.question,
                           .looked = waiting.looked + 1});
}

}  // namespace

Result<void> ask_around(Node& node) {
  const auto delay = delay_of(node);
  if (delay.ms == 0) return {};
  for (const auto& waiting : list_waiting(TRY(node.read()), node.now() - delay, kMostAtOnce)) {
    const auto people = people_for(node, waiting);
    if (!people.ok() && people.error().code == Code::unavailable) return {};
    TRY(people);
    TRY(node.writer().apply(
        [&](WriteTxn& txn) -> Result<void> { return settle(txn, node, waiting, *people); }));
  }
  return {};
}

}  // namespace hallway
