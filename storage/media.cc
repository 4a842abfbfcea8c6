#include "storage/media.h"

#include <algorithm>

#include "storage/attachment_record.h"
#include "storage/ids.h"
#include "storage/log.h"
#include "storage/record.h"
#include "storage/values/elapsed.h"

namespace hallway {
namespace {

Result<Media> decode_media(std::string_view bytes) {
  auto r = TRY(decode_record<record::Media>(bytes));
  Media media{.id = {r.id},
              .owner = {r.owner},
              .state = static_cast<MediaState>(r.state),
              .why = std::move(r.why),
              .attempts = r.attempts,
              .folder = std::move(r.folder)};
  if (r.attachment) media.attachment = attachment_of(*r.attachment);
  return media;
}

}  // namespace

Result<void> put_media(WriteTxn& txn, Media& media, Time now) {
  if (!media.id) media.id = allocate_id(txn, Table::media, now, now);
  media.attachment.id = media.id;
  record::MediaT r;
  r.id = media.id.value;
  r.owner = media.owner.value;
  r.state = static_cast<record::MediaState>(media.state);
  r.attachment = record_of(media.attachment);
  r.why = media.why;
  r.attempts = media.attempts;
  r.folder = media.folder;
  return txn.put(Table::media, key_of(media.id), encode_record<record::Media>(r));
}

std::optional<Media> find_media(const ReadTxn& txn, Id id) {
  const auto value = txn.get(Table::media, key_of(id));
  if (!value) return std::nullopt;
  auto media = decode_media(*value);
  if (!media) return std::nullopt;
  return std::move(*media);
}

Result<void> erase_media(WriteTxn& txn, Id id) { return txn.erase(Table::media, key_of(id)); }

Result<std::vector<Attachment>> take_media(WriteTxn& txn, Id owner, std::span<const Id> ids) {
  std::vector<Attachment> taken;
  for (const Id id : ids) {
    if (std::ranges::count(ids, id) > 1) return fail(Code::invalid, "a file is named twice");
    auto media = find_media(txn, id);
    if (!media || media->owner != owner) {
      return fail(Code::invalid, "there is no file " + to_string(id) + " of yours to attach");
    }
    if (media->state != MediaState::ready) {
      return fail(Code::invalid, media->state == MediaState::waiting
                                     ? "a file is still being made ready; try again in a moment"
                                     : "a file could not be made ready: " + media->why);
    }
    taken.push_back(std::move(media->attachment));
  }
  for (const Id id : ids) TRY(erase_media(txn, id));
  return taken;
}

void for_each_media(const ReadTxn& txn, const std::function<bool(const Media&)>& visit) {
  txn.scan(Table::media, {}, [&](std::string_view, std::string_view value) {
    const auto media = decode_media(value);
    return !media || visit(*media);
  });
}

std::optional<Media> find_upload(const ReadTxn& txn, Id owner, const Iri& url) {
  std::optional<Media> found;
  for_each_media(txn, [&](const Media& media) {
    const bool is = media.owner == owner && media.attachment.url == url;
    if (is) found = media;
    return !is;
  });
  return found;
}

std::vector<Id> list_waiting_media(const ReadTxn& txn, size_t most) {
  std::vector<Id> waiting;
  if (most == 0) return waiting;
  for_each_media(txn, [&](const Media& media) {
    if (media.state == MediaState::waiting) waiting.push_back(media.id);
    return waiting.size() < most;
  });
  return waiting;
}

size_t count_waiting_media(const ReadTxn& txn, Id owner, size_t most) {
  size_t count = 0;
  for_each_media(txn, [&](const Media& media) {
    if (media.state == MediaState::waiting && media.owner == owner) ++count;
    return count < most;
  });
  return count;
}

std::vector<Media> list_media_left(const ReadTxn& txn, Time before, Time now, size_t most) {
  std::vector<Media> left;
  for_each_media(txn, [&](const Media& media) {
    const Time at = media.id.time();
    if (at < before || at > now + kClockSkew) left.push_back(media);
    return left.size() < most;
  });
  return left;
}

Result<void> leave_media(WriteTxn& txn, Time now) {
  if (find_position(txn, kMediaLeft) != 0) return {};
  return put_position(txn, kMediaLeft, static_cast<uint64_t>((now + hours(1)).ms));
}

std::string find_media_key(const ReadTxn& txn) {
  const auto value = txn.get(Table::meta, key_of_text("media_key"));
  return value && value->size() == kMediaKeyBytes ? std::string(*value) : std::string();
}

Result<void> put_media_key(WriteTxn& txn, std::string_view key) {
  return txn.put(Table::meta, key_of_text("media_key"), key);
}

}  // namespace hallway
