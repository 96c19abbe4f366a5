drop table reach.delivery, reach.bucket, reach.robot, reach.device, reach.choice;
