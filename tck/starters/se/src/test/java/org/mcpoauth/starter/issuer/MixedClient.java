package org.mcpoauth.starter.issuer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A client that gets one grant after the other and does with each what can be done. It turns from node to node,
 * and when one does not answer it stays at the one that lives. Not safe for use by several threads.
 */
final class MixedClient {
    private static final int REVOKED_EVERY = 3;

    private final Calls calls;
    private final URI survivor;
    private final List<Grant> grants = new ArrayList<>();
    private final List<String> ownTokens = new ArrayList<>();
    private List<URI> nodes;
    private int turns;

    MixedClient(Calls calls, List<URI> nodes, URI survivor) {
        this.calls = calls;
        this.nodes = nodes;
        this.survivor = survivor;
    }

    /** What the client knows about a grant. */
    private static final class Grant {
        private final List<String> accessTokens = new ArrayList<>();
        /** What is to be presented next. */
        private @Nullable String credential;

        private boolean isRedeemed;
        private Doubt doubt = Doubt.NONE;
        private boolean isRevoked;
    }

    /** What was under way when a node did not answer. */
    private enum Doubt {
        NONE,
        CREDENTIAL,
        REVOCATION
    }

    /** Gets a grant and uses it, as far as the nodes answer. */
    void useOneGrant(Runnable answered) throws IOException {
        Grant grant = new Grant();
        try {
            grant.credential = new Browser(node(), node()).authorize();
            grants.add(grant);
            present(grant, answered);
            present(grant, answered);
            present(grant, answered);
            String last = grant.accessTokens.get(grant.accessTokens.size() - 1);
            assertTrue(calls.isActive(node(), last), "what one node issued, the other knows");
            if (grants.size() % REVOKED_EVERY == 0) {
                revoke(grant, last);
            }
            HttpResponse<String> own = calls.clientCredentials(node());
            ownTokens.add(Calls.text(own, "access_token"));
        } catch (IOException unanswered) {
            if (nodes.size() == 1) {
                throw unanswered;
            }
            nodes = List.of(survivor);
        }
    }

    private URI node() {
        return nodes.get(turns++ % nodes.size());
    }

    /** Presents the code, or the refresh token that came last. */
    private void present(Grant grant, Runnable answered) throws IOException {
        grant.doubt = Doubt.CREDENTIAL;
        HttpResponse<String> answer = sendCredential(grant, node());
        assertEquals(200, answer.statusCode(), answer::body);
        took(grant, answer);
        answered.run();
    }

    private HttpResponse<String> sendCredential(Grant grant, URI node) throws IOException {
        String credential = String.valueOf(grant.credential);
        return grant.isRedeemed ? calls.refresh(node, credential) : calls.redeem(node, credential);
    }

    private static void took(Grant grant, HttpResponse<String> answer) {
        grant.doubt = Doubt.NONE;
        grant.isRedeemed = true;
        grant.credential = Calls.text(answer, "refresh_token");
        grant.accessTokens.add(Calls.text(answer, "access_token"));
    }

    private void revoke(Grant grant, String accessToken) throws IOException {
        grant.doubt = Doubt.REVOCATION;
        HttpResponse<String> answer = calls.revoke(node(), accessToken);
        assertEquals(200, answer.statusCode(), answer::body);
        grant.doubt = Doubt.NONE;
        grant.isRevoked = true;
    }

    /** Whatever was acknowledged holds at the node that lives, and what is in doubt is one or the other as a whole. */
    void assertNothingLost() throws IOException {
        for (String token : ownTokens) {
            assertTrue(calls.isActive(survivor, token), "a token of the client itself");
        }
        for (Grant grant : grants) {
            switch (grant.doubt) {
                case NONE -> assertAcknowledged(grant);
                case CREDENTIAL -> assertAllOrNothing(grant);
                case REVOCATION -> assertRevocable(grant);
            }
        }
    }

    private void assertAcknowledged(Grant grant) throws IOException {
        if (grant.isRevoked) {
            assertOver(grant);
        } else {
            assertUsable(grant, sendCredential(grant, survivor));
        }
    }

    /** Either it was not consumed, or what comes again ends the grant. */
    private void assertAllOrNothing(Grant grant) throws IOException {
        HttpResponse<String> again = sendCredential(grant, survivor);
        if (again.statusCode() == 200) {
            assertUsable(grant, again);
        } else {
            assertInvalidGrant(again);
            assertOver(grant);
        }
    }

    private void assertRevocable(Grant grant) throws IOException {
        String token = grant.accessTokens.get(0);
        assertEquals(200, calls.revoke(survivor, token).statusCode());
        assertOver(grant);
    }

    private void assertUsable(Grant grant, HttpResponse<String> answer) throws IOException {
        assertEquals(200, answer.statusCode(), answer::body);
        took(grant, answer);
        for (String token : grant.accessTokens) {
            assertTrue(calls.isActive(survivor, token), "a token that was acknowledged");
        }
    }

    private void assertOver(Grant grant) throws IOException {
        for (String token : grant.accessTokens) {
            assertFalse(calls.isActive(survivor, token), "a token of a grant that is over");
        }
        assertInvalidGrant(sendCredential(grant, survivor));
    }

    private static void assertInvalidGrant(HttpResponse<String> answer) {
        assertEquals(400, answer.statusCode(), answer::body);
        assertEquals("invalid_grant", Calls.text(answer, "error"));
    }
}
