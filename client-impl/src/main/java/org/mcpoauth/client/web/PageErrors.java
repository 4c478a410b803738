package org.mcpoauth.client.web;

import java.lang.System.Logger.Level;
import org.mcpoauth.api.error.McpOAuthException;
import org.mcpoauth.api.error.OAuthErrorException;
import org.mcpoauth.api.error.ResponseViolationException;
import org.mcpoauth.api.error.StorageException;
import org.mcpoauth.spi.endpoint.EndpointHandler;
import org.mcpoauth.spi.endpoint.EndpointRequest;
import org.mcpoauth.spi.endpoint.EndpointResponse;

/** Shows a page for what cannot be done. What a peer said is in the log at most, and there as a code. */
final class PageErrors implements EndpointHandler {
    private static final System.Logger LOG = System.getLogger("org.mcpoauth.client.web");

    private final EndpointHandler handler;
    private final Notice ofPeer;

    /**
     * Wraps a handler.
     *
     * @param handler who answers
     * @param ofPeer what to show when the authorization server refused or broke a rule
     */
    PageErrors(EndpointHandler handler, Notice ofPeer) {
        this.handler = handler;
        this.ofPeer = ofPeer;
    }

    @Override
    public EndpointResponse handle(EndpointRequest request) {
        try {
            return handler.handle(request);
        } catch (WebRefusal e) {
            LOG.log(Level.DEBUG, () -> "MCPO3180 " + request + ": " + e.notice());
            return Answers.page(e.notice());
        } catch (OAuthErrorException e) {
            LOG.log(Level.INFO, () -> "MCPO3181 " + request + ": the authorization server refused: " + e.error());
            return Answers.page(ofPeer);
        } catch (ResponseViolationException e) {
            LOG.log(Level.WARNING, () -> "MCPO3182 " + request + ": " + e.code());
            return Answers.page(ofPeer);
        } catch (StorageException e) {
            LOG.log(Level.ERROR, () -> "MCPO3183 " + request + " could not be served: " + e.code());
            return Answers.page(Notice.UNAVAILABLE);
        } catch (McpOAuthException e) {
            LOG.log(Level.WARNING, () -> "MCPO3184 " + request + " failed: " + e.code());
            return Answers.page(Notice.FAILED);
        }
    }
}
