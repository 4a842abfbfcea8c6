#include "server/push_note.h"

#include "federation/html.h"
#include "server/api/notifications.h"
#include "server/post_view.h"
#include "storage/values/json.h"

namespace hallway {
namespace {

constexpr size_t kMostTitle = 200, kMostBody = 600;  // bytes

// At most `most` bytes, whole characters.
std::string shortened(std::string text, size_t most) {
  if (text.size() <= most) return text;
  size_t end = most;
  while (end > 0 && (static_cast<uint8_t>(text[end]) & 0xc0) == 0x80) --end;
  text.resize(end);
  return text + "…";
}

std::string_view did(NotificationType type) {
  switch (type) {
    case NotificationType::mention: return " mentioned you";
    case NotificationType::follow: return " follows you";
    case NotificationType::follow_request: return " asks to follow you";
    case NotificationType::reaction: return " liked your post";
    case NotificationType::boost: return " boosted your post";
    case NotificationType::update: return " edited a post";
    case NotificationType::post: return " posted";
    case NotificationType::poll: return ": a poll has ended";
    case NotificationType::emoji: return " reacted to your post";
    case NotificationType::sign_up: return " signed up";
    case NotificationType::report: return " reported somebody";
    case NotificationType::accepted: return " accepted your answer";
    case NotificationType::asked: return " asks something that you may know";
  }
  return "";
}

std::string body_of(const ShownNotification& shown) {
  if (!shown.post) return shown.actor.handle();
  // What a warning stands before is not shown on a locked screen.
  return shown.post->summary.empty() ? text_of_html(shown.post->content) : shown.post->summary;
}

// Where the page shows it. A person or a post as the API calls them; a direct post stands among the
// messages.
std::string path_of(const ShownNotification& shown) {
  if (shown.report) return "/app/notifications";
  if (!shown.post) return "/app/" + short_handle(shown.actor);
  const auto id = to_string(shown.post->id);
  if (shown.post->visibility == Visibility::direct) return "/app/messages/" + id;
  // The page finds a post by its id, whoever stands before it.
  return "/app/" + short_handle(shown.actor) + "/" + id;
}

}  // namespace

std::string push_note(const Home& home, const Notification& notification,
                      const ShownNotification& shown) {
  const auto& actor = shown.actor;
  const auto name = actor.display_name.empty() ? actor.name : actor.display_name;
  return dump_json(
      Json{{"notification_id", notification.id.value},
           {"notification_type", api::type_for_clients(usual_type(notification.type))},
           {"preferred_locale", "en"},
           {"icon", face_of(actor, home)},
           {"title", shortened(name, kMostTitle).append(did(notification.type))},
           {"body", shortened(body_of(shown), kMostBody)},
           {"hallway", {{"name", shortened(name, kMostTitle)}, {"path", path_of(shown)}}}});
}

}  // namespace hallway
