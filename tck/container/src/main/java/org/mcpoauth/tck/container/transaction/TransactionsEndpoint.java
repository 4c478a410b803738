package org.mcpoauth.tck.container.transaction;

import jakarta.enterprise.context.Dependent;
import jakarta.inject.Inject;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import java.sql.SQLException;

/** Open to everybody: has notes written, and tells what is left of them. */
@Path("/notes/{id}")
@Dependent
public class TransactionsEndpoint {
    @Inject
    Notes notes;

    /** In a transaction that is rolled back. */
    @POST
    @Path("/failed")
    public String failed(@PathParam("id") String id) throws SQLException {
        notes.prepare();
        try {
            notes.addAndFail(id);
            return "committed";
        } catch (IllegalStateException expected) {
            return state(id);
        }
    }

    /** In a transaction that is committed, with an entry that is refused the second time. */
    @POST
    @Path("/repeated")
    public String repeated(@PathParam("id") String id) throws SQLException {
        notes.prepare();
        return notes.addTwice(id) ? state(id) : "stored twice";
    }

    /** What is left. */
    @GET
    public String state(@PathParam("id") String id) throws SQLException {
        return "rows " + notes.rows(id) + ", stored " + notes.isStored(id);
    }
}
