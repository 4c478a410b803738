package org.mcpoauth.server.resource;

import jakarta.json.JsonArray;
import jakarta.json.JsonArrayBuilder;
import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import jakarta.json.JsonValue;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.RpcMessage;
import org.mcpoauth.spi.support.json.StrictJson;

/**
 * Tasks belong to the principal that made them (MCP 2025-11-25, "Tasks", security considerations; SEP-2663,
 * "Security"). A task of somebody else is answered as one that does not exist, and is left out of lists.
 */
final class TaskRules {
    private static final String KIND = "task";
    private static final String TASK_ID = "taskId";
    private static final String TASKS = "tasks";
    private static final int MAX_LISTED = 1000;
    private static final Set<String> OF_ONE_TASK = Set.of("tasks/get", "tasks/result", "tasks/update", "tasks/cancel");

    private final OwnedHandles handles;
    private final StrictJson json;

    TaskRules(OwnedHandles handles, StrictJson json) {
        this.handles = handles;
        this.json = json;
    }

    boolean isActive() {
        return handles.rules().tasksBound();
    }

    /** The first message about a task that the caller does not own, {@code null} if there is none. */
    @Nullable
    RpcMessage foreign(JudgedRequest request) {
        if (!isActive()) {
            return null;
        }
        Set<String> own = null;
        for (RpcMessage message : request.body().messages()) {
            if (!isOfOneTask(message)) {
                continue;
            }
            own = own == null ? new HashSet<>() : own;
            if (!isKnown(own, message.target(), request.token())) {
                return message;
            }
        }
        return null;
    }

    private static boolean isOfOneTask(RpcMessage message) {
        return message.method() != null && OF_ONE_TASK.contains(message.method());
    }

    /** The store is asked for each task once. */
    private boolean isKnown(Set<String> own, @Nullable String task, @Nullable VerifiedToken token) {
        return task != null && (own.contains(task) || (isOwned(task, token) && own.add(task)));
    }

    /**
     * A result whose list has the tasks of this caller only, whatever was asked for: an application may list
     * what it has. Nobody presented those of others, and to be listed is not to be used.
     *
     * @throws IllegalArgumentException if the list is too long to look up
     */
    JsonObject ownOnly(JsonObject result, @Nullable VerifiedToken token) {
        if (!isActive() || !(result.get(TASKS) instanceof JsonArray tasks)) {
            return result;
        }
        if (tasks.size() > MAX_LISTED) {
            throw new IllegalArgumentException("a list of more than " + MAX_LISTED + " tasks");
        }
        JsonArrayBuilder own = json.array();
        tasks.stream().filter(task -> mayBeListed(task, token)).forEach(own::add);
        return json.object(result).add(TASKS, own).build();
    }

    private boolean mayBeListed(JsonValue listed, @Nullable VerifiedToken token) {
        boolean isTask = listed instanceof JsonObject task && task.containsKey(TASK_ID);
        return !isTask || isListed(text(listed.asJsonObject(), TASK_ID), token);
    }

    /** Whether a request asks for tasks of which it names none. */
    boolean isListing(JudgedRequest request) {
        return isActive()
                && request.body().messages().stream().anyMatch(message -> "tasks/list".equals(message.method()));
    }

    /** Binds the task that a result gives out; false if it cannot be this caller's. */
    boolean bind(JsonObject result, @Nullable VerifiedToken token) {
        String task = isActive() ? created(result) : null;
        return task == null || handles.bind(KIND, task, token);
    }

    private boolean isListed(@Nullable String task, @Nullable VerifiedToken token) {
        return task != null && handles.holds(KIND, task, token);
    }

    private boolean isOwned(@Nullable String task, @Nullable VerifiedToken token) {
        return task != null && handles.isOwner(KIND, task, token);
    }

    /** In the core of 2025-11-25 an object of its own, in the extension the result itself. */
    private static @Nullable String created(JsonObject result) {
        if (result.get("task") instanceof JsonObject task) {
            return text(task, TASK_ID);
        }
        return "task".equals(text(result, "resultType")) ? text(result, TASK_ID) : null;
    }

    private static @Nullable String text(JsonObject object, String name) {
        return object.get(name) instanceof JsonString text ? text.getString() : null;
    }
}
