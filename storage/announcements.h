#pragma once
// What everybody here is told by those who run the node, with what each person made of it.

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "storage/store.h"
#include "storage/values/time.h"

namespace hallway {

struct Announcement {
  Id id;
  std::string text;   // plain, as it was written
  Time starts, ends;  // what it is about; 0: nothing was said. It is shown until it ends.
  bool all_day = false;
  Time published, updated;

  [[nodiscard]] bool is_shown(Time now) const { return ends.ms == 0 || now < ends; }
};

std::optional<Announcement> find_announcement(const ReadTxn& txn, Id id);
// New (id 0: allocated) or replaced.
Result<void> put_announcement(WriteTxn& txn, Announcement& announcement);
// With all that people made of it. Fails with not_found.
Result<void> erase_announcement(WriteTxn& txn, Id id);
std::vector<Announcement> list_announcements(const ReadTxn& txn);  // oldest first

Result<void> mark_announcement_read(WriteTxn& txn, Id person, Id announcement, Time now);
bool is_announcement_read(const ReadTxn& txn, Id person, Id announcement);

struct AnnouncementReaction {
  std::string name;  // an emoji
  size_t count = 0;
  bool mine = false;
};
// Again is no error. Fails with invalid where eight different ones are there already.
Result<void> add_announcement_reaction(WriteTxn& txn, Id announcement, std::string_view name,
                                       Id person, Time now);
Result<void> erase_announcement_reaction(WriteTxn& txn, Id announcement, std::string_view name,
                                         Id person);
// The first that was used comes first.
std::vector<AnnouncementReaction> list_announcement_reactions(const ReadTxn& txn, Id announcement,
                                                              Id viewer);

}  // namespace hallway
