#pragma once
// Files that people of this node uploaded and no post carries yet. With the post the row goes: what
// a post shows stands in the post (Attachment). The files themselves: server/media_files.h.

#include <functional>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "storage/posts.h"
#include "storage/store.h"

namespace hallway {

enum class MediaState : uint8_t { waiting, ready, failed };

struct Media {
  Id id;
  Id owner;  // the actor
  MediaState state = MediaState::waiting;
  Attachment attachment;  // what a post will carry of it
  std::string why;        // what became of one that failed, for its owner
  uint32_t attempts = 0;  // how often it was begun to be made ready
  std::string folder;     // of one that waits: where its file is, within DIR/work
};

// Gives it an id where it has none.
Result<void> put_media(WriteTxn& txn, Media& media, Time now);
std::optional<Media> find_media(const ReadTxn& txn, Id id);
// What `owner` uploaded that is at this address and that no post carries yet.
std::optional<Media> find_upload(const ReadTxn& txn, Id owner, const Iri& url);
// Nothing happens where there is none.
Result<void> erase_media(WriteTxn& txn, Id id);

// For a post of `owner`: what it carries of `ids`, in their order; their rows are erased. Nothing
// is changed on an error: invalid (not theirs, attached before, one twice, or not ready).
Result<std::vector<Attachment>> take_media(WriteTxn& txn, Id owner, std::span<const Id> ids);

// Those that wait to be made ready, the oldest first.
std::vector<Id> list_waiting_media(const ReadTxn& txn, size_t most);
size_t count_waiting_media(const ReadTxn& txn, Id owner, size_t most);
// Those that were uploaded before `before`, or, as a clock that was ahead said, after `now`.
std::vector<Media> list_media_left(const ReadTxn& txn, Time before, Time now, size_t most);
// All of them; `visit` returns false to stop.
void for_each_media(const ReadTxn& txn, const std::function<bool(const Media&)>& visit);

// The position that says when files that nobody shows any more are to be looked for (milliseconds;
// 0: there are none, server/media_files.h).
inline constexpr std::string_view kMediaLeft = "pictures_left";
// Something that was shown is not any more: to be looked for in an hour, with what goes meanwhile.
Result<void> leave_media(WriteTxn& txn, Time now);

// The secret with which addresses of others' files are signed (server/remote_address.h); empty:
// none was made yet.
inline constexpr size_t kMediaKeyBytes = 32;
std::string find_media_key(const ReadTxn& txn);
Result<void> put_media_key(WriteTxn& txn, std::string_view key);

}  // namespace hallway
