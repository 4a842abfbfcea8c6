#include "server/api/media.h"

#include "server/api.h"
#include "server/api/attached.h"
#include "server/api/media_entity.h"
#include "server/node.h"
#include "server/uploads.h"

namespace hallway::api {
namespace {

Response media_answer(const Media& media, int waiting_status) {
  const bool ready = media.state == MediaState::ready;
  auto response = json_answer(media_json(media.attachment, ready));
  if (!ready) response.status = waiting_status;
  return response;
}

// A client cannot mend what is too large or damaged by sending it again: 422, as it documents.
Error as_validation(Error error) {
  if (error.code == Code::too_large) error.code = Code::invalid;
  return error;
}

Result<Response> upload(Node& node, const Call& call, bool at_once) {
  const auto caller = TRY(caller_of(node, call.request, "write:media"));
  const auto params = TRY(Params::of(call.request));
  const auto file = params.file("file");
  if (!file) return fail(Code::invalid, "Validation failed: File can't be blank");
  Upload upload{.bytes = *file, .description = params.text("description")};
  if (const auto focus = params.find("focus"); focus && !focus->empty()) {
    std::tie(upload.focal_x, upload.focal_y) = TRY(parse_focus(*focus));
  }
  upload.thumbnail = params.file("thumbnail").value_or("");
  upload.at_once = at_once;
  auto media = accept_upload(node, caller.actor.id, upload);
  if (!media.ok()) return as_validation(std::move(media).error());
  return media_answer(*media, 202);
}

Result<Media> own_upload(const ReadTxn& txn, const Caller& caller, std::string_view id) {
  auto media = find_media(txn, parse_id(id).value_or(Id{}));
  if (!media || media->owner != caller.actor.id) return fail(Code::not_found, "no such upload");
  return std::move(*media);
}

struct Change {
  std::optional<std::string> description;
  std::optional<std::pair<float, float>> focus;
  std::optional<Stand> thumbnail;
};

Result<Change> change_in(Node& node, const Params& params) {
  Change change;
  if (const auto text = params.find("description")) {
    change.description = TRY(check_description(*text));
  }
  if (const auto focus = params.find("focus"); focus && !focus->empty()) {
    change.focus = TRY(parse_focus(*focus));
  }
  if (const auto file = params.file("thumbnail")) {
    auto stand = accept_thumbnail(node, *file);
    if (!stand.ok()) return as_validation(std::move(stand).error());
    change.thumbnail = std::move(*stand);
  }
  return change;
}

void apply_to(Attachment& file, const Change& change) {
  if (change.description) file.name = *change.description;
  if (change.focus) std::tie(file.focal_x, file.focal_y) = *change.focus;
  if (!change.thumbnail) return;
  file.preview = change.thumbnail->url;
  file.preview_width = change.thumbnail->width;
  file.preview_height = change.thumbnail->height;
}

}  // namespace

Result<Response> upload_media(Node& node, const Call& call) {
  return upload(node, call, /*at_once=*/false);
}

Result<Response> upload_media_and_wait(Node& node, const Call& call) {
  return upload(node, call, /*at_once=*/true);
}

Result<Response> show_upload(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:media"));
  const auto media = TRY(own_upload(TRY(node.read()), caller, call["id"]));
  if (media.state == MediaState::failed) return fail(Code::invalid, media.why);
  return media_answer(media, 206);
}

Result<Response> change_upload(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:media"));
  TRY(own_upload(TRY(node.read()), caller, call["id"]));
  const auto change = TRY(change_in(node, TRY(Params::of(call.request))));
  const auto changed = TRY(node.writer().apply([&](WriteTxn& txn) -> Result<Media> {
    auto media = TRY(own_upload(txn, caller, call["id"]));
    apply_to(media.attachment, change);
    TRY(put_media(txn, media, node.now()));
    return media;
  }));
  return media_answer(changed, 206);
}

Result<Response> delete_upload(Node& node, const Call& call) {
  const auto caller = TRY(caller_of(node, call.request, "write:media"));
  TRY(node.writer().apply([&](WriteTxn& txn) -> Result<void> {
    const auto media = TRY(own_upload(txn, caller, call["id"]));
    TRY(erase_media(txn, media.id));
    return leave_media(txn, node.now());
  }));
  return json_answer(Json::object());
}

}  // namespace hallway::api
