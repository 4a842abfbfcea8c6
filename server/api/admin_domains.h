#pragma once
// /api/v1/admin/domain_allows and /api/v1/admin/domain_blocks: what other domains are to this node
// (`hallway partner`), for those who administer it. Allowing makes a domain `public`: it is talked
// with, and gets what is for everybody; partners and siblings are agreed upon by command. The only
// severity of a block is suspend: nothing is taken from the domain, nothing of it is shown.

#include "server/routes.h"

namespace hallway::api {

Result<Response> list_domain_allows(Node& node, const Call& call);
Result<Response> show_domain_allow(Node& node, const Call& call);
Result<Response> allow_domain(Node& node, const Call& call);
Result<Response> disallow_domain(Node& node, const Call& call);
Result<Response> list_admin_domain_blocks(Node& node, const Call& call);
Result<Response> show_admin_domain_block(Node& node, const Call& call);
Result<Response> add_domain_block(Node& node, const Call& call);
Result<Response> change_domain_block(Node& node, const Call& call);  // PUT: comments
Result<Response> remove_domain_block(Node& node, const Call& call);

}  // namespace hallway::api
