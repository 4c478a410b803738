package org.mcpoauth.server.resource;

import jakarta.json.JsonObject;
import jakarta.json.JsonString;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.mcpoauth.api.token.VerifiedToken;
import org.mcpoauth.server.message.RpcMessage;

/**
 * Tasks belong to the principal that made them (MCP 2025-11-25, "Tasks", security considerations; SEP-2663,
 * "Security"). A task of somebody else is answered as one that does not exist. The list of {@code
 * tasks/list} is the application's to filter.
 */
final class TaskRules {
    private static final String KIND = "task";
    private static final String TASK_ID = "taskId";
    private static final Set<String> OF_ONE_TASK = Set.of("tasks/get", "tasks/result", "tasks/update", "tasks/cancel");

    private final OwnedHandles handles;

    TaskRules(OwnedHandles handles) {
        this.handles = handles;
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
        return request.body().messages().stream()
                .filter(message -> message.method() != null && OF_ONE_TASK.contains(message.method()))
                .filter(message -> !isOwned(message.target(), request.token()))
                .findFirst()
                .orElse(null);
    }

    /** Binds the task that a result gives out; false if it cannot be this caller's. */
    boolean bind(JsonObject result, @Nullable VerifiedToken token) {
        String task = isActive() ? created(result) : null;
        return task == null || handles.bind(KIND, task, token);
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
