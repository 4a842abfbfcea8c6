#pragma once
// What those who administer do by the page and others by commands (server/commands.h): the same
// commands, asked for over HTTP. Methods of our own, under /api/hallway/v1/admin/; all need the
// role of an administrator and admin:read or admin:write, and what they change is in the log with
// the account that did it. Parameters are called as the commands' arguments.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_partners(Node& node, const Call& call);
Result<Response> show_partner(Node& node, const Call& call);
Result<Response> change_partner(Node& node, const Call& call);  // PUT: all that was agreed, anew
Result<Response> remove_partner(Node& node, const Call& call);
// What was refused from a domain in the last 30 days.
Result<Response> list_refused(Node& node, const Call& call);
// ?object=&domain=: why something was or was not delivered there.
Result<Response> explain_delivery(Node& node, const Call& call);

Result<Response> list_all_announcements(Node& node, const Call& call);
Result<Response> add_announcement(Node& node, const Call& call);
Result<Response> remove_announcement(Node& node, const Call& call);

Result<Response> list_open_invitations(Node& node, const Call& call);
Result<Response> add_invitation(Node& node, const Call& call);  // with a QR code of its link
Result<Response> remove_invitation(Node& node, const Call& call);

// Of somebody here, by the id of their account in this API. Nobody does it to themselves.
Result<Response> change_account_role(Node& node, const Call& call);
// A link at which they choose a new password within an hour, and its QR code.
Result<Response> add_reset_link(Node& node, const Call& call);

Result<Response> show_health(Node& node, const Call& call);

// Emojis of this node; a picture comes as a file, `picture`.
Result<Response> list_node_emojis(Node& node, const Call& call);
Result<Response> add_node_emoji(Node& node, const Call& call);
Result<Response> change_node_emoji(Node& node, const Call& call);
Result<Response> remove_node_emoji(Node& node, const Call& call);

// What the node calls itself and what it looks like: GET and PATCH. `logo` is a file, or empty to
// have none any more.
Result<Response> show_site(Node& node, const Call& call);
Result<Response> change_site(Node& node, const Call& call);

}  // namespace hallway::api
