# What nbgrader is to know in each server of a live class.
# jupyterhub_config.py sets the variables.

import os

c = get_config()  # noqa: F821

c.CourseDirectory.course_id = os.environ["CLASS_COURSE"]
c.Exchange.root = os.environ["CLASS_EXCHANGE"]

# The instructor's server alone is told of the course folder.
if "CLASS_FOLDER" in os.environ:
    c.CourseDirectory.root = os.environ["CLASS_FOLDER"]

# In a rehearsal all servers run under one account, by which nbgrader
# would take all students for one.
if "CLASS_REHEARSAL" in os.environ:
    c.ExchangeCollect.check_owner = False
    if "CLASS_FOLDER" not in os.environ:
        c.CourseDirectory.student_id = os.environ["JUPYTERHUB_USER"]
