#include "server/viewer.h"

#include "server/api.h"
#include "server/node.h"

namespace hallway {

Result<Viewer> Viewer::of(Node& node, const Request& request) {
  if (api::bearer_of(request)) {
    Viewer viewer;
    viewer.person_ = TRY(api::caller_of(node, request, "read read:statuses")).actor.id;
    return viewer;
  }
  const bool open = node.home().mode == Mode::open;
  const bool is_signed = request.headers.find("Signature").has_value();
  if (!is_signed && open) return Viewer();
  if (!is_signed) return fail(Code::unauthenticated, "this node answers signed requests only");
  auto sender = node.authenticator().authenticate(request);
  if (!sender) {
    // Whoever cannot prove who they are may still read what anybody may.
    if (open && sender.error().code != Code::forbidden) return Viewer();
    return sender.error();
  }
  Viewer viewer;
  viewer.people_ = {sender->actor().id};
  viewer.sender_ = std::move(*sender);
  return viewer;
}

Destination Viewer::destination() const {
  if (person_) return Destination::to_person(person_);
  if (!sender_) return Destination::anybody();
  return Destination::to_domain(sender_->domain(), people_);
}

}  // namespace hallway
