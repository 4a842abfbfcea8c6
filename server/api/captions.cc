#include "server/api/captions.h"

#include <algorithm>
#include <functional>

#include "federation/captions.h"
#include "federation/plain_text.h"
#include "federation/post.h"
#include "server/api.h"
#include "server/api/media_entity.h"
#include "server/media_files.h"
#include "server/node.h"
#include "server/oauth/scopes.h"
#include "server/web_vtt.h"
#include "storage/media.h"

namespace hallway::api {
namespace {

constexpr uint64_t kMostFilesOfPost = 64;  // a file without an id has one behind its post's

// Where the file is: it waits to be posted, or a post carries it.
struct CaptionedFile {
  std::optional<Media> upload;
  std::optional<Post> post;
  size_t index = 0;

  [[nodiscard]] const Attachment& file() const {
    return upload ? upload->attachment : post->attachments[index];
  }
};

std::optional<size_t> captioned_index(const Post& post, Id id) {
  for (size_t i = 0; i < post.attachments.size(); ++i) {
    if (media_id(post, i) == id) return i;
  }
  return std::nullopt;
}

Result<CaptionedFile> own_file(const ReadTxn& txn, Id owner, Id id) {
  CaptionedFile place;
  place.upload = find_media(txn, id);
  if (place.upload && place.upload->owner == owner) return place;
  place.upload.reset();
  scan_author(txn, owner, {}, [&](Entry entry) {
    if (entry.id.value + kMostFilesOfPost < id.value) return false;  // it is older than the file
    auto post = entry.kind == EntryKind::post ? find_post(txn, entry.id) : std::nullopt;
    const auto index = post && !post->gone ? captioned_index(*post, id) : std::nullopt;
    if (!index) return true;
    place.post = std::move(post);
    place.index = *index;
    return false;
  });
  if (!place.post) return fail(Code::not_found, "no such file of yours");
  return place;
}

Result<CaptionedFile> own_file_that_speaks(const ReadTxn& txn, const Caller& caller, Id id) {
  auto place = TRY(own_file(txn, caller.actor.id, id));
  const auto& type = place.file().media_type;
  if (!type.starts_with("video/") && !type.starts_with("audio/")) {
    return fail(Code::invalid, "only a film or a recording has captions");
  }
  if (place.post && !has_scope(caller.scopes, "write:statuses")) {
    return fail(Code::forbidden,
                "This action is outside the authorized scopes: it needs write:statuses");
  }
  return place;
}

using ChangeCaptions = std::function<Result<void>(std::vector<Caption>&)>;

Result<Response> captioned_answer(Node& node, const CaptionedFile& place) {
  if (place.post) return json_answer(media_json(node.home(), *place.post, place.index));
  const bool ready = place.upload->state == MediaState::ready;
  return json_answer(media_json(place.upload->attachment, ready));
}

Result<Response> change_captions(Node& node, const Caller& caller, Id id,
                                 const ChangeCaptions& change_list) {
  const auto changed = TRY(node.act_as(caller.actor, [&](Local& local) -> Result<CaptionedFile> {
    auto place = TRY(own_file_that_speaks(local.txn, caller, id));
    if (place.upload) {
      TRY(change_list(place.upload->attachment.captions));
      TRY(leave_media(local.txn, local.now));
      TRY(put_media(local.txn, *place.upload, local.now));
      return place;
    }
    auto files = place.post->attachments;
    TRY(change_list(files[place.index].captions));
    place.post = TRY(edit_files(local, place.post->id, files));
    return place;
  }));
  return captioned_answer(node, changed);
}

std::string caption_label(const Params& params, const std::string& language) {
  const auto label = clipped(clean_text(params.text("label")), kLongestCaptionLabel);
  return label.find_first_not_of(" \t\n") == std::string::npos ? language : label;
}

Result<void> put_caption(std::vector<Caption>& captions, const Caption& fresh) {
  const auto same = std::ranges::find(captions, fresh.language, &Caption::language);
  if (same != captions.end()) {
    *same = fresh;
    return {};
  }
  if (captions.size() >= kMostCaptions) {
    return fail(Code::invalid, "a file has captions in at most 40 languages");
  }
  captions.push_back(fresh);
  return {};
}

Result<std::string> caption_language(std::string_view text) {
  auto language = language_tag_of(text);
  if (language.empty()) {
    return fail(Code::invalid, "language must be a language tag, like en or pt-BR");
  }
  return language;
}

}  // namespace

Result<Response> put_captions(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:media"));
  const Id id = parse_id(call["id"]).value_or(Id{});
  TRY(own_file_that_speaks(TRY(node.read()), caller, id));
  const auto params = TRY(Params::of(call.request));
  Caption fresh{.language = TRY(caption_language(params.text("language")))};
  fresh.label = caption_label(params, fresh.language);
  const auto file = params.file("file");
  if (!file) return fail(Code::invalid, "Validation failed: File can't be blank");
  const auto text = TRY(web_vtt_of(*file));
  fresh.url = TRY(keep_captions(node, text));
  auto response =
      change_captions(node, caller, id, [&](auto& list) { return put_caption(list, fresh); });
  if (!response.ok()) {
    // Nothing names them: they go with what else is left.
    TRY(node.writer().apply([&](WriteTxn& txn) { return leave_media(txn, node.now()); }));
  }
  return response;
}

Result<Response> delete_captions(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:media"));
  const auto language = TRY(caption_language(call["language"]));
  return change_captions(
      node, caller, parse_id(call["id"]).value_or(Id{}), [&](auto& list) -> Result<void> {
        if (std::erase_if(list, [&](const Caption& c) { return c.language == language; }) == 0) {
          return fail(Code::not_found, "no captions in " + language);
        }
        return {};
      });
}

}  // namespace hallway::api
