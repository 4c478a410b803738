package org.mcpoauth.benchmarks;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import org.mcpoauth.benchmarks.Rounds.Cell;

/** What is asked of the authorization servers of the part as-http. */
enum IssuingOperation {
    CLIENT_CREDENTIALS {
        @Override
        List<Cell> connections(IssuingCalls calls, int connections, int requests) {
            return Collections.nCopies(connections, calls::clientCredentials);
        }
    },
    CODE {
        @Override
        List<Cell> connections(IssuingCalls calls, int connections, int requests) throws IOException {
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                Iterator<String> codes = calls.codes(requests).iterator();
                cells.add(() -> calls.redeem(codes.next()));
            }
            return cells;
        }
    },
    /** Each connection has a token of its own, and sends what the answer before has brought. */
    REFRESH {
        @Override
        List<Cell> connections(IssuingCalls calls, int connections, int requests)
                throws IOException, InterruptedException {
            List<Cell> cells = new ArrayList<>();
            for (String code : calls.codes(connections)) {
                String[] token = {calls.redeem(code)};
                cells.add(() -> token[0] = calls.refresh(token[0]));
            }
            return cells;
        }
    },
    INTROSPECTION {
        @Override
        List<Cell> connections(IssuingCalls calls, int connections, int requests)
                throws IOException, InterruptedException {
            String token = calls.clientCredentials();
            return Collections.nCopies(connections, () -> calls.introspect(token));
        }
    };

    String title() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }

    /** What each connection sends again and again; so many requests are prepared for each. */
    abstract List<Cell> connections(IssuingCalls calls, int connections, int requests)
            throws IOException, InterruptedException;
}
