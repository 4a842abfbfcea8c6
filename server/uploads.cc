#include "server/uploads.h"

#include <algorithm>
#include <filesystem>
#include <set>

#include "federation/plain_text.h"
#include "server/log.h"
#include "server/media/media_kind.h"
#include "server/media_files.h"
#include "server/media_job.h"
#include "server/node.h"
#include "server/params.h"
#include "server/work_folder.h"
#include "storage/scheduled_posts.h"

namespace hallway {
namespace {

namespace fs = std::filesystem;

constexpr Duration kPictureTime = seconds(30);
constexpr size_t kMostWaitingUploads = 8, kMostUnposted = 100;  // of one person
constexpr uint32_t kMostAttempts = 3;
constexpr size_t kLeftAtOnce = 1'000;
constexpr Duration kPostedWithin = days(1);

MediaLimits limits_for(const Node& node) {
  const auto& config = node.config().media;
  MediaLimits limits;
  limits.seconds = static_cast<uint32_t>(config.film_seconds);
  limits.kept_bytes = 2 * config.film_bytes + (uint64_t{64} << 20);
  return limits;
}

Duration patience_for(const Node& node, MediaFamily family) {
  if (family == MediaFamily::picture) return kPictureTime;
  return seconds(std::max(300, 2 * node.config().media.film_seconds));
}

// Runs the job in `folder` and keeps what it made.
Result<Attachment> make_ready(Node& node, const fs::path& folder, MediaFamily family) {
  const auto turn = TRY(node.media_jobs().begin());
  const auto report = TRY(run_media_job(folder, limits_for(node), patience_for(node, family)));
  Attachment made{.type = report.type,
                  .media_type = report.media_type,
                  .blurhash = report.blurhash,
                  .width = report.width,
                  .height = report.height,
                  .duration = milliseconds(static_cast<int64_t>(report.duration_ms)),
                  .preview_width = report.preview_width,
                  .preview_height = report.preview_height,
                  .loop = report.silent_loop};
  made.url = TRY(keep_file(node, folder / report.kept, report.media_type));
  if (report.preview.empty()) return made;
  auto preview = keep_file(node, folder / report.preview, report.preview_type);
  if (!preview.ok()) {
    // The one is of no use without the other: it goes with what else is left.
    TRY(node.writer().apply([&](WriteTxn& txn) { return leave_media(txn, node.now()); }));
    return preview.error();
  }
  made.preview = std::move(*preview);
  return made;
}

// Where this node is at fault, whoever runs it hears of it.
Result<Attachment> noted(Result<Attachment> made) {
  if (!made.ok() && made.error().code == Code::unavailable) {
    log::warn("media.not_made", made.error());
  }
  return made;
}

Result<MediaKind> admitted_kind(const Node& node, std::string_view bytes) {
  const auto kind = kind_of(bytes);
  if (!kind) {
    return fail(Code::invalid,
                "the file is no picture, film or sound of a kind that is taken here");
  }
  const auto& config = node.config().media;
  const auto most = kind->family == MediaFamily::picture ? config.picture_bytes : config.film_bytes;
  if (bytes.size() > most) {
    return fail(Code::too_large, "the file has more than " + std::to_string(most >> 20) + " MiB");
  }
  return *kind;
}

Result<void> check_owner(Node& node, Id owner) {
  size_t unposted = 0, waiting = 0;
  for_each_media(TRY(node.read()), [&](const Media& media) {
    if (media.owner == owner) ++unposted;
    if (media.owner == owner && media.state == MediaState::waiting) ++waiting;
    return unposted < kMostUnposted;
  });
  if (unposted >= kMostUnposted) {
    return fail(Code::limited,
                "you have uploaded 100 files that no post carries; post or delete them");
  }
  if (waiting >= kMostWaitingUploads) {
    return fail(Code::limited, "eight files of yours are still being made ready; try again later");
  }
  return {};
}

Result<Media> put(Node& node, Media media) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<Media> {
    auto fresh = media;
    TRY(put_media(txn, fresh, node.now()));
    return fresh;
  });
}

// What the owner said of a file stays, whatever it looks like.
Attachment with_what_was_said(Attachment made, const Attachment& said) {
  made.name = said.name;
  made.focal_x = said.focal_x;
  made.focal_y = said.focal_y;
  made.captions = said.captions;
  if (said.preview.empty()) return made;
  made.preview = said.preview;
  made.preview_width = said.preview_width;
  made.preview_height = said.preview_height;
  return made;
}

// What became of one that waited, as it stands by then.
Result<void> settle(Node& node, Id id, const Result<Attachment>& made) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    auto media = find_media(txn, id);
    if (!media) return {};  // deleted meanwhile
    if (!made.ok() && made.error().retryable() && media->attempts < kMostAttempts) return {};
    media->state = made.ok() ? MediaState::ready : MediaState::failed;
    media->folder.clear();
    if (!made.ok()) {
      media->why = made.error().what;
    } else {
      media->attachment = with_what_was_said(*made, media->attachment);
    }
    return put_media(txn, *media, node.now());
  });
}

// Counted before it is begun: what ends the whole node is not begun for ever.
Result<std::optional<Media>> begin_waiting(Node& node, Id id) {
  return node.writer().apply([&](WriteTxn& txn) -> Result<std::optional<Media>> {
    auto media = find_media(txn, id);
    if (!media || media->state != MediaState::waiting) return std::optional<Media>();
    ++media->attempts;
    TRY(put_media(txn, *media, node.now()));
    return media;
  });
}

Result<void> make_waiting_ready(Node& node, Id id) {
  const auto media = TRY(begin_waiting(node, id));
  if (!media) return {};
  const auto folder = work_path(node, media->folder);
  std::error_code error;
  Result<Attachment> made = fail(Code::invalid, "the file was lost; upload it again");
  if (media->attempts > kMostAttempts) {
    made = fail(Code::invalid, "the file could not be made ready");
  } else if (fs::exists(folder / "input", error)) {
    made = noted(make_ready(node, folder, MediaFamily::film));
  }
  TRY(settle(node, id, made));
  const auto now = find_media(TRY(node.read()), id);
  if (!now || now->state != MediaState::waiting) fs::remove_all(folder, error);
  return {};
}

// What a post that is scheduled will carry.
std::set<Id> list_promised(const ReadTxn& txn) {
  std::set<Id> promised;
  constexpr Time kEver{INT64_MAX};
  for (const auto& post : list_due_posts(txn, kEver, SIZE_MAX)) {
    const auto wish = parse_json(post.wish);
    const auto params = wish.ok() ? Params::of_json(*wish) : wish.error();
    if (!params.ok()) continue;
    for (const auto text : params->find_all("media_ids")) {
      promised.insert(parse_id(text).value_or(Id{}));
    }
  }
  return promised;
}

std::vector<Id> list_unposted(const ReadTxn& txn, Time now) {
  std::vector<Id> unposted;
  const auto left = list_media_left(txn, now - kPostedWithin, now, kLeftAtOnce);
  if (left.empty()) return unposted;
  const auto promised = list_promised(txn);
  for (const auto& media : left) {
    if (!promised.contains(media.id)) unposted.push_back(media.id);
  }
  return unposted;
}

}  // namespace

Result<std::string> check_description(std::string_view text) {
  const auto clean = clean_text(text);
  const auto characters =
      std::ranges::count_if(clean, [](char c) { return (static_cast<uint8_t>(c) & 0xc0) != 0x80; });
  if (static_cast<size_t>(characters) > kMostDescription) {
    return fail(Code::invalid, "a description holds at most 1,500 characters");
  }
  return clean;
}

Result<Media> accept_upload(Node& node, Id owner, const Upload& upload) {
  Media media{.owner = owner};
  auto& said = media.attachment;
  said.name = TRY(check_description(upload.description));
  said.focal_x = upload.focal_x;
  said.focal_y = upload.focal_y;
  const auto kind = TRY(admitted_kind(node, upload.bytes));
  TRY(check_owner(node, owner));
  if (!upload.thumbnail.empty()) {
    const auto stand = TRY(accept_thumbnail(node, upload.thumbnail));
    said.preview = stand.url;
    said.preview_width = stand.width;
    said.preview_height = stand.height;
  }
  auto folder = TRY(WorkFolder::make(node, upload.bytes));
  if (kind.family != MediaFamily::picture && !upload.at_once) {
    said.type = kind.family == MediaFamily::film ? "Video" : "Audio";
    said.media_type = kind.family == MediaFamily::film ? "video/mp4" : "audio/mpeg";
    said.loop = kind.decoder == "gif";
    media.folder = folder.name();
    auto waiting = TRY(put(node, std::move(media)));
    folder.let_go();
    return waiting;
  }
  auto made = TRY(noted(make_ready(node, folder.path(), kind.family)));
  media.attachment = with_what_was_said(std::move(made), said);
  media.state = MediaState::ready;
  return put(node, std::move(media));
}

namespace {

struct MadePicture {
  MediaReport report;
  WorkFolder folder;
};

// A picture by itself, of which no more is wanted than the one form.
Result<MadePicture> make_picture(Node& node, std::string_view bytes, const MediaLimits& limits) {
  const auto kind = TRY(admitted_kind(node, bytes));
  const bool may_move = limits.moving && kind.decoder == "gif";
  if (kind.family != MediaFamily::picture && !may_move) {
    return fail(Code::invalid, limits.moving ? "this must be a picture"
                                             : "this must be a picture that does not move");
  }
  auto folder = TRY(WorkFolder::make(node, bytes));
  const auto turn = TRY(node.media_jobs().begin());
  auto report = TRY(run_media_job(folder.path(), limits, kPictureTime));
  return MadePicture{std::move(report), std::move(folder)};
}

Result<TwoForms> keep_both(Node& node, const MadePicture& made) {
  const auto& report = made.report;
  TwoForms forms{.kept_type = report.media_type};
  forms.kept = TRY(keep_file(node, made.folder.path() / report.kept, report.media_type));
  forms.preview = TRY(keep_file(node, made.folder.path() / report.preview, report.preview_type));
  return forms;
}

}  // namespace

Result<Iri> accept_profile_picture(Node& node, std::string_view bytes, uint32_t width,
                                   uint32_t height) {
  MediaLimits limits{.cover = true};
  limits.width = width;
  limits.height = height;
  const auto made = TRY(make_picture(node, bytes, limits));
  return keep_file(node, made.folder.path() / made.report.kept, made.report.media_type);
}

Result<Stand> accept_thumbnail(Node& node, std::string_view bytes) {
  const auto made = TRY(make_picture(node, bytes, {}));
  const auto& report = made.report;
  auto url = TRY(keep_file(node, made.folder.path() / report.preview, report.preview_type));
  return Stand{std::move(url), report.preview_width, report.preview_height};
}

Result<TwoForms> accept_emoji_picture(Node& node, std::string_view bytes) {
  constexpr uint64_t kMostPixels = 16'000'000;  // of all that it shows one after the other
  constexpr uint32_t kSide = 128;
  MediaLimits limits{.matrix = kMostPixels, .preview_side = kSide};
  limits.moving = true;
  limits.width = limits.height = kSide;
  return keep_both(node, TRY(make_picture(node, bytes, limits)));
}

Result<TwoForms> accept_logo(Node& node, std::string_view bytes) {
  constexpr uint32_t kSide = 512;  // as browsers want the icon of a program
  MediaLimits limits{.preview_side = kSide};
  limits.square = true;
  limits.width = limits.height = kSide;
  return keep_both(node, TRY(make_picture(node, bytes, limits)));
}

size_t run_due_uploads(Node& node) {
  constexpr size_t kAtOnce = 16;
  std::vector<Id> waiting;
  if (const auto txn = node.read(); txn.ok()) waiting = list_waiting_media(*txn, kAtOnce);
  size_t done = 0;
  for (const Id id : waiting) {
    const auto made = make_waiting_ready(node, id);
    if (!made.ok()) log::warn("media.not_settled", made.error());
    if (made.ok()) ++done;
  }
  return done;
}

Result<void> forget_uploads(Node& node) {
  const auto now = node.now();
  if (!list_unposted(TRY(node.read()), now).empty()) {
    TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
      for (const Id id : list_unposted(txn, now)) TRY(erase_media(txn, id));
      return leave_media(txn, now);
    }));
  }
  std::set<std::string> wanted;
  for_each_media(TRY(node.read()), [&](const Media& media) {
    if (!media.folder.empty()) wanted.insert(media.folder);
    return true;
  });
  remove_old_work(node, wanted);
  return {};
}

}  // namespace hallway
